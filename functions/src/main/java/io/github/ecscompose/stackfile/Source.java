package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * One text of a stackfile: YAML or JSON, one document or several.
 *
 * @param name under which its problems are reported, as {@code stackfile.yml}
 * @param content UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Sources are not compared.
public record Source(String name, byte[] content) {

  public Source {
    Objects.requireNonNull(name, "name");
    content = content.clone();
  }
}
