package io.palindrome.jobs.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExhibitTest {
  private static String csv(String name) {
    return OneOfEach.results().get(0).exhibits().stream()
        .filter(exhibit -> exhibit.name().equals(name))
        .findFirst()
        .orElseThrow()
        .csv()
        .render();
  }

  @Test
  void linesHaveARowForEverySampleAndRuleWithAllDigits() {
    assertThat(csv("z-lines"))
        .isEqualTo(
            """
            line,depth,error
            "a, ""line""\",1,0.1
            "a, ""line""\",2,0.3333333333333333
            most,,0.2
            """);
  }

  @Test
  void barsHaveARowEach() {
    assertThat(csv("z-bars")).isEqualTo("bar,value,remark\nfast,1.5,+50 %\n");
  }

  @Test
  void pointsHaveARowEach() {
    assertThat(csv("z-dots")).isEqualTo("points,depth,error\ntwo moons,0.25,0.5\ntwo moons,1,1\n");
  }

  @Test
  void mapsHaveARowForEveryCellFromBelowAndForEveryPoint() {
    assertThat(csv("z-map"))
        .isEqualTo(
            """
            kind,x,y,density
            cell,0.5,0.25,0
            cell,1.5,0.25,1
            cell,0.5,0.75,2
            cell,1.5,0.75,4
            two moons,0.25,0.5,
            two moons,1,1,
            """);
  }

  @Test
  void tablesKeepTheDigitsThatThePageRounds() {
    assertThat(csv("z-table")).isEqualTo("format,share\nfloat16,0.99951\n");
  }

  @Test
  void refusesANameThatIsNoFilesName() {
    assertThatThrownBy(
            () -> new Exhibit("a/../b", "", new Csv(List.of(), List.of()), Exhibit.Width.HALF))
        .hasMessage("an exhibit's name must be like a-error-by-depth, but is a/../b");
  }

  @Test
  void refusesARowThatDoesNotFitItsColumns() {
    assertThatThrownBy(() -> new Csv(List.of("a", "b"), List.of(List.of("1"))))
        .hasMessage("a row must have a value for each of the columns [a, b], but is [1]");
  }

  @Test
  void refusesAnotherSectionsName() {
    Exhibit foreign = new Exhibit("a-error", "", new Csv(List.of(), List.of()), Exhibit.Width.HALF);
    assertThatThrownBy(() -> new LabResult(new OneOfEach(), List.of(foreign), 1))
        .hasMessage("an exhibit's name must begin with its section's key z-, but is a-error");
  }
}
