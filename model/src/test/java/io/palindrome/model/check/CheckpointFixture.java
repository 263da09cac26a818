package io.palindrome.model.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.conf.DataException;
import io.palindrome.conf.MemoryConfig;
import io.palindrome.model.TrainingStep;
import io.palindrome.model.checkpoint.HuggingFaceExport;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A folder that Hugging Face wrote: config.json and model.safetensors. Its logits are stored in a
 * model fixture with the same weights, which lies beside it.
 */
final class CheckpointFixture {
  private final Path folder;

  CheckpointFixture(Path folder) {
    this.folder = folder;
  }

  /** Whether a folder is of this kind. */
  static boolean describes(Path folder) {
    return Files.isRegularFile(folder.resolve("config.json"))
        && Files.isRegularFile(folder.resolve("model.safetensors"));
  }

  private String name() {
    return folder.getFileName().toString();
  }

  /** Names and shapes of the weights, and the configuration. */
  List<Verdict> checkFiles(List<Fixture> beside) throws IOException {
    HuggingFaceExport.Model model = HuggingFaceExport.read(folder);
    List<Verdict> verdicts = new ArrayList<>();
    Path names = folder.resolve("weight_names.json");
    if (Files.exists(names)) {
      JsonNode shapes = new ObjectMapper().readTree(names.toFile());
      int differing = ShapesFixture.differing(ParameterLayout.of(model.config()), shapes);
      verdicts.add(new Verdict(name(), "names and shapes", differing, 0));
    }
    Fixture twin = twin(model, beside);
    boolean same = FixtureConfig.of(twin.meta().get("config")).equals(model.config());
    verdicts.add(new Verdict(name(), "configuration", same ? 0 : 1, 0));
    return verdicts;
  }

  /** The logits of the weights; kernels are closed. */
  List<Verdict> checkLogits(Kernels kernels, ModelFixture.Bounds bounds, List<Fixture> beside) {
    HuggingFaceExport.Model model = HuggingFaceExport.read(folder);
    try (TrainingStep step = new TrainingStep(model.config(), MemoryConfig.DEFAULT, kernels)) {
      step.loadParameters(Nd4j.createFromArray(model.parameters()));
      double worst = new ModelFixture(twin(model, beside)).logitsError(step);
      return List.of(new Verdict(name(), "logits " + bounds.type(), worst, bounds.logits()));
    }
  }

  private static Fixture twin(HuggingFaceExport.Model model, List<Fixture> beside) {
    ParameterLayout layout = ParameterLayout.of(model.config());
    return beside.stream()
        .filter(fixture -> hasWeights(fixture, model, layout))
        .findFirst()
        .orElseThrow(() -> new DataException("no model fixture beside it has the same weights"));
  }

  private static boolean hasWeights(
      Fixture fixture, HuggingFaceExport.Model model, ParameterLayout layout) {
    for (Slot slot : layout.slots()) {
      String tensor = "w." + slot.name();
      if (!fixture.has(tensor) || fixture.get(tensor).values().length != slot.length()) {
        return false;
      }
      double[] values = fixture.get(tensor).values();
      for (int i = 0; i < values.length; i++) {
        if (values[i] != model.parameters()[(int) slot.offset() + i]) {
          return false;
        }
      }
    }
    return true;
  }
}
