import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import java.nio.charset.StandardCharsets;

/**
 * Loads each handler and gives it an event, as Lambda's runtime does, so that the JVM in training
 * sees the classes that a function needs. The calls to AWS go nowhere: that they fail is no matter.
 */
final class Training {

  private static final String EVENT =
      """
      {"cluster": "training", "id": "training", "service": "training", "namespaceId": "training",
       "taskDefinitionArn": "training", "httpMethod": "GET", "path": "/clusters/training",
       "resource": "/clusters/{cluster}", "headers": {}, "pathParameters": {"cluster": "training"},
       "requestContext": {"requestId": "training", "identity": {}},
       "stackfile": {"bucket": "training", "key": "stackfiles/training.yml"},
       "trigger": {"kind": "s3", "by": "training", "at": "2000-01-01T00:00:00Z"}, "options": {},
       "execution": {"arn": "training", "name": "training", "startedAt": "2000-01-01T00:00:00Z"}}
      """;

  public static void main(String[] handlers) {
    for (String name : handlers) {
      try {
        var request = new InvocationRequest();
        request.setId("training");
        request.setInvokedFunctionArn("arn:aws:lambda:us-east-1:000000000000:function:training");
        request.setContent(EVENT.getBytes(StandardCharsets.UTF_8));
        var info = HandlerInfo.fromString(name, Training.class.getClassLoader());
        EventHandlerLoader.loadEventHandler(info).call(request);
      } catch (Throwable failure) {
        System.err.println(name + ": " + failure);
      }
    }
  }
}
