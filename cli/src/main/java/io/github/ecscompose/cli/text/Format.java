package io.github.ecscompose.cli.text;

/** How a result is printed. The names are those that users type. */
public enum Format {
  table,
  json,
  yaml
}
