package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.palindrome.model.kernel.OfferedBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Which of ND4J's backends each profile of Maven brings. */
class BackendProfilesTest {
  private static final String ALWAYS = "/project/dependencies/dependency";
  private static final String OF_PROFILE = "/project/profiles/profile[id='%s']";

  private static List<String> texts(Path pom, String path) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda", "cuda-hopper"})
  void aCudaBuildHasTheBackendOfTheCpuToo(String profile) throws Exception {
    Path jobs = Path.of("pom.xml");
    String classifiers = "[artifactId='%s'][scope='runtime']/classifier";
    assertThat(texts(jobs, ALWAYS + "[artifactId='nd4j-native'][scope='runtime']")).hasSize(2);
    assertThat(texts(jobs, ALWAYS + classifiers.formatted("nd4j-native")))
        .containsExactly("${nd4j.classifier}");
    String cuda = OF_PROFILE.formatted(profile) + "/dependencies/dependency";
    assertThat(texts(jobs, cuda + classifiers.formatted("${nd4j.cuda}")))
        .containsExactly("linux-x86_64");
    assertThat(
            texts(Path.of("../pom.xml"), OF_PROFILE.formatted(profile) + "/properties/nd4j.cuda"))
        .hasSize(1);
  }

  @Test
  void bothBackendsAreOfOneRelease() throws Exception {
    Path parent = Path.of("../pom.xml");
    String managed =
        "/project/dependencyManagement/dependencies/dependency[artifactId='%s']/version";
    assertThat(texts(parent, managed.formatted("nd4j-native"))).containsOnly("${dl4j.version}");
    assertThat(texts(Path.of("pom.xml"), "//dependency[artifactId='${nd4j.cuda}']/version"))
        .containsOnly("${dl4j.version}");
  }

  @Test
  void theBackendOfTheCpuIsOnTheClassPath() {
    assertThat(OfferedBackend.CPU.isOnClassPath()).isTrue();
  }
}
