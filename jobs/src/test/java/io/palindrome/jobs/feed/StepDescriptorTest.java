package io.palindrome.jobs.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.pipeline.batch.Crop;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepDescriptorTest {
  private static final StepDescriptor STEP =
      new StepDescriptor(
          3, 1, 37, 75, List.of(new Crop(12, 0, 16_384), new Crop(0, 2_000_000_000, 7)));

  @Test
  void pathSaysEverythingAndIsRelative() {
    assertThat(STEP.path())
        .isEqualTo("round-3/worker-1/step-37/example-75/12-0-16384/0-2000000000-7");
    assertThat(StepDescriptor.parse(STEP.path())).isEqualTo(STEP);
    assertThat(URI.create(STEP.path()).getScheme()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "round-3/worker-1/step-37/example-75",
        "round-3/worker-1/step-37/example-75/12-0",
        "/round-3/worker-1/step-37/example-75/12-0-1",
        "round--3/worker-1/step-37/example-75/12-0-1"
      })
  void rejectsWhatIsNoStep(String path) {
    assertThatThrownBy(() -> StepDescriptor.parse(path))
        .hasMessage(
            "path of a step must be round-R/worker-W/step-S/example-E/DOCUMENT-START-LENGTH...,"
                + " but is "
                + path);
  }

  @Test
  void rejectsAStepWithoutCrops() {
    assertThatThrownBy(() -> new StepDescriptor(0, 0, 0, 0, List.of()))
        .hasMessage("crops must be one or more, but are none");
  }
}
