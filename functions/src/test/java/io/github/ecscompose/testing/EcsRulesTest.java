package io.github.ecscompose.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Service;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * That the ECS of the tests is as strict as the real one: tests upon it prove nothing otherwise.
 */
class EcsRulesTest {

  private static final Service WEB = ServiceSettings.onFargate("web").build();

  private final ObjectNode definition = TaskDefinitions.of("shop", WEB).document();
  private final ObjectNode service =
      ServiceDocuments.create(WEB, new Ties("arn:td", Optional.empty(), Optional.empty()));

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @Test
  void takesWhatIsRight() {
    assertThatCode(
            () -> {
              EcsRules.checkTaskDefinition(definition);
              EcsRules.checkPlacement(service, definition);
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'cpu':null}                                            | No Fargate configuration",
        "{'memory':'513'}                                        | No Fargate configuration",
        "{'cpu':256}                                             | No Fargate configuration",
        "{'networkMode':'host'}                                  | awsvpc",
        "{'placementConstraints':[{'type':'memberOf'}]}          | constraints",
        "{'ephemeralStorage':{'sizeInGiB':20}}                   | 21 to 200",
        "{'volumes':[{'name':'a','host':{'sourcePath':'/a'}}]}   | sourcePath",
        "{'volumes':[{'name':'a'},{'name':'a'}]}                 | given twice",
        "{'containerDefinitions':[]}                             | 1 to 10 containers",
        "{'containerDefinitions':[{'name':'a'},{'name':'a'}]}    | given twice",
        "{'containerDefinitions':[{'name':'a','essential':false}]} | essential",
        "{'requiresCompatibilities':[],'memory':null,'ephemeralStorage':{}} | ephemeralStorage",
        "{'requiresCompatibilities':['EXTERNAL']}                | awsvpc",
      })
  void refusesTaskDefinitions(String change, String why) throws JsonProcessingException {
    definition.setAll(json(change));

    assertThatThrownBy(() -> EcsRules.checkTaskDefinition(definition))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'capacityProviderStrategy':[{'capacityProvider':'FARGATE','weight':1}]} | both",
        "{'launchType':'EC2','networkConfiguration':{'awsvpcConfiguration':"
            + "{'subnets':['a'],'assignPublicIp':'ENABLED'}}}   | public IP",
        "{'launchType':'EXTERNAL'}                               | EXTERNAL",
        "{'networkConfiguration':null}                           | network configuration",
        "{'placementStrategy':[{'type':'random'}]}               | FARGATE",
        "{'schedulingStrategy':'DAEMON'}                         | DAEMON",
        "{'enableExecuteCommand':true}                           | taskRoleArn",
      })
  void refusesServices(String change, String why) throws JsonProcessingException {
    service.setAll(json(change));

    assertThatThrownBy(() -> EcsRules.checkPlacement(service, definition))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(why);
  }
}
