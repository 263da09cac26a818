package io.palindrome.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.palindrome.conf.Activation;
import io.palindrome.conf.AttentionKind;
import io.palindrome.conf.DataException;
import io.palindrome.conf.FullConfig;
import io.palindrome.conf.PositionConfig;
import io.palindrome.conf.PositionKind;
import io.palindrome.conf.ReformerConfig;
import io.palindrome.model.check.TinyNetwork;
import io.palindrome.model.parameter.ParameterLayout;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.parameter.TinyConfigs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceConfigTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<List<Long>> LONGS = new TypeReference<>() {};

  private static ObjectNode tiny() throws IOException {
    return (ObjectNode) MAPPER.readTree(HuggingFaceConfig.render(TinyConfigs.axial()));
  }

  private static Map<String, List<Long>> shapes(ParameterLayout layout) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    for (Slot slot : layout.slots()) {
      shapes.put(slot.name(), slot.shape());
    }
    return shapes;
  }

  private static Map<String, List<Long>> shapes(JsonNode json) {
    Map<String, List<Long>> shapes = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            entry -> shapes.put(entry.getKey(), MAPPER.convertValue(entry.getValue(), LONGS)));
    return shapes;
  }

  @Test
  void writtenConfigurationReadsBackEqual() {
    for (ReformerConfig config : List.of(TinyConfigs.axial(), TinyConfigs.learned())) {
      String json = HuggingFaceConfig.render(config);
      assertThat(HuggingFaceConfig.parse("config.json", json)).isEqualTo(config);
      assertThat(json).contains("\"ReformerModelWithLMHead\"").contains("\"reformer\"");
    }
  }

  @Test
  void tinyCheckpointOfHuggingFaceIsUnderstood() throws IOException {
    Path file = Goldens.file("hf_tiny_checkpoint/config.json");
    ReformerConfig config = HuggingFaceConfig.parse("config.json", Files.readString(file));
    assertThat(config.layers())
        .containsExactly(
            AttentionKind.LOCAL, AttentionKind.LSH, AttentionKind.LOCAL, AttentionKind.LSH);
    assertThat(config.position().kind()).isEqualTo(PositionKind.AXIAL);
    assertThat(config.position().axialShape()).containsExactly(16, 32);
    assertThat(config.lsh().hashBuckets()).isEmpty();
    assertThat(config.lsh().hashRounds()).isEqualTo(2);
    assertThat(config.local().chunkLength()).isEqualTo(32);
    assertThat(config.feedForward().chunkRows()).isEqualTo(64);
    assertThat(config.headChunkRows()).isEqualTo(128);
    assertThat(config.causal()).isTrue();
    JsonNode names = MAPPER.readTree(Goldens.file("hf_tiny_checkpoint/weight_names.json").toFile());
    assertThat(shapes(ParameterLayout.of(config))).isEqualTo(shapes(names));
  }

  /** Everything but fields without meaning here survives being read and written. */
  @Test
  void tinyCheckpointOfHuggingFaceIsWrittenWithTheSameFields() throws IOException {
    JsonNode original = MAPPER.readTree(Goldens.file("hf_tiny_checkpoint/config.json").toFile());
    String text = Files.readString(Goldens.file("hf_tiny_checkpoint/config.json"));
    JsonNode written =
        MAPPER.readTree(HuggingFaceConfig.render(HuggingFaceConfig.parse("config.json", text)));
    List<String> without =
        List.of(
            "classifier_dropout",
            "num_labels",
            "output_attentions",
            "output_hidden_states",
            "eos_token_id");
    original
        .fields()
        .forEachRemaining(
            field -> {
              if (!without.contains(field.getKey())) {
                assertThat(written.path(field.getKey()))
                    .as(field.getKey())
                    .isEqualTo(field.getValue());
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"crime-and-punishment", "enwik8"})
  void publishedModelsHaveOurLayout(String model) throws IOException {
    JsonNode published =
        MAPPER.readTree(Goldens.file("hf_shapes_google_reformer-" + model + ".json").toFile());
    ReformerConfig config = HuggingFaceConfig.parse(model, published.path("config").toString());
    ParameterLayout layout = ParameterLayout.of(config);
    assertThat(shapes(layout)).isEqualTo(shapes(published.path("shapes")));
    assertThat(layout.parameterCount()).isEqualTo(published.path("parameters").longValue());
  }

  @Test
  void everyFixtureConfigurationMatchesItsWeights() throws IOException {
    int models = 0;
    try (Stream<Path> files = Files.list(Goldens.file(""))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".safetensors")).toList()) {
        JsonNode config =
            MAPPER
                .readTree(Path.of(file.toString().replace(".safetensors", ".json")).toFile())
                .path("config");
        if (!config.has("vocab_size")) {
          continue;
        }
        models++;
        ParameterLayout layout =
            ParameterLayout.of(HuggingFaceConfig.parse(file.toString(), config.toString()));
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
          Map<String, List<Long>> found = new TreeMap<>();
          for (TensorInfo tensor : weights.tensors()) {
            if (tensor.name().startsWith("w.")) {
              found.put(tensor.name().substring(2), tensor.shape());
            }
          }
          assertThat(found).as(file.toString()).isEqualTo(shapes(layout));
        }
      }
    }
    assertThat(models).isGreaterThan(10);
  }

  @Test
  void numberOfBucketsIsNullOneNumberOrFactors() throws IOException {
    ObjectNode json = tiny();
    assertThat(json.path("num_buckets").intValue()).isEqualTo(4);
    json.putNull("num_buckets");
    assertThat(HuggingFaceConfig.parse("c", json.toString()).lsh().hashBuckets()).isEmpty();
    json.putArray("num_buckets").add(4).add(8);
    ReformerConfig config = HuggingFaceConfig.parse("c", json.toString());
    assertThat(config.lsh().hashBuckets()).containsExactly(4, 8);
    assertThat(HuggingFaceConfig.render(config)).contains("\"num_buckets\" : [ 4, 8 ]");
  }

  @ParameterizedTest
  @CsvSource({"relu, RELU", "gelu, GELU", "gelu_new, GELU_NEW", "silu, SILU", "swish, SILU"})
  void activationsHaveHuggingFaceNames(String name, Activation activation) throws IOException {
    ObjectNode json = tiny().put("hidden_act", name);
    assertThat(HuggingFaceConfig.parse("c", json.toString()).feedForward().activation())
        .isEqualTo(activation);
  }

  @Test
  void optionsThatHuggingFaceLacksAreKeptAndNamed() {
    ReformerConfig own =
        TinyNetwork.mixed(TinyNetwork.gated(TinyConfigs.axial()))
            .with(new PositionConfig(PositionKind.ROTARY, 64, List.of(4, 16), List.of(3, 5)));
    assertThat(HuggingFaceConfig.parse("c", HuggingFaceConfig.render(own))).isEqualTo(own);
    assertThat(HuggingFaceConfig.beyondHuggingFace(own))
        .containsExactly(
            "model.position.kind = rotary",
            "model.feed-forward.kind = gated",
            "model.local.heads-in-lsh-layers = 1");
    assertThat(HuggingFaceConfig.beyondHuggingFace(TinyConfigs.axial())).isEmpty();
    assertThat(HuggingFaceConfig.render(TinyConfigs.axial())).doesNotContain("palindrome");
  }

  @Test
  void fullAttentionIsKeptAndNamed() {
    ReformerConfig own =
        TinyNetwork.withoutHashing(
                TinyNetwork.config(
                    List.of(AttentionKind.FULL, AttentionKind.LSH), PositionKind.AXIAL, 0.1))
            .with(new FullConfig(32, 0.25));
    assertThat(HuggingFaceConfig.parse("c", HuggingFaceConfig.render(own))).isEqualTo(own);
    assertThat(HuggingFaceConfig.beyondHuggingFace(own))
        .containsExactly("model.layers = [full, lsh]", "model.lsh.full-below = 12");
  }

  @Test
  void hashRulesAreKeptAndNamed() {
    ReformerConfig own = TinyNetwork.corrected(TinyConfigs.axial(), true);
    assertThat(HuggingFaceConfig.parse("c", HuggingFaceConfig.render(own))).isEqualTo(own);
    assertThat(HuggingFaceConfig.beyondHuggingFace(own))
        .containsExactly(
            "model.lsh.within-hash-buckets = true", "model.lsh.duplicates = corrected");
  }

  @Test
  void optionsOfALaterVersionAreRefused() throws IOException {
    ObjectNode json = tiny();
    json.putObject("palindrome").put("memory_slots", 3);
    assertThatThrownBy(() -> HuggingFaceConfig.parse("c", json.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Cannot read c: palindrome: memory_slots is an option that this version does not know;"
                + " use the version that wrote the file");
  }

  @Test
  void unknownFieldsAreIgnored() throws IOException {
    ObjectNode json = tiny().put("_resolved_num_buckets", 8).put("transformers_version", "4.50.0");
    assertThat(HuggingFaceConfig.parse("c", json.toString())).isEqualTo(TinyConfigs.axial());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "vocab_size | `x` | vocab_size must be a whole number, but is `x`",
        "vocab_size | 9999999999 | vocab_size must be a whole number of 32 bits, but is 9999999999",
        "vocab_size | 0 | vocab_size must be at least 1, but is 0",
        "hidden_size | 1.5 | hidden_size must be a whole number, but is 1.5",
        "attn_layers | [`mean`] | attn_layers must be a list of `local`, `lsh` and `full`, but is"
            + " [`mean`]",
        "num_hidden_layers | 7 | num_hidden_layers must be the length of attn_layers 2, but is 7",
        "hidden_act | `tanh` | hidden_act must be relu, gelu, gelu_new or silu, but is `tanh`",
        "model_type | `bert` | model_type must be `reformer`, but is `bert`",
        "architectures | [`ReformerForSequenceClassification`] | architectures must be"
            + " [`ReformerModelWithLMHead`] or [`ReformerForMaskedLM`], but is"
            + " [`ReformerForSequenceClassification`]",
        "tie_word_embeddings | true | tie_word_embeddings must be false (the head reads both"
            + " streams), but is true",
        "axial_pos_embds | 1 | axial_pos_embds must be true or false, but is 1",
        "num_buckets | `many` | num_buckets must be a list of whole numbers, but is `many`",
        "num_buckets | 7 | model.lsh.hash-buckets must be even (a hash bucket and its opposite"
            + " share one rotation), but is [7]",
        "hidden_dropout_prob | `0` | hidden_dropout_prob must be a number, but is `0`",
        "layer_norm_eps | 7 | model.layer-norm-epsilon must be between 1.0E-20 and 0.1, but is 7.0"
      })
  void unsupportedValuesAreOneLine(String field, String value, String message) throws IOException {
    ObjectNode json = tiny();
    json.set(field, MAPPER.readTree(value.replace('`', '"')));
    assertThatThrownBy(() -> HuggingFaceConfig.parse("/m/config.json", json.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read /m/config.json: " + message.replace('`', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vocab_size",
        "hidden_size",
        "num_attention_heads",
        "attention_head_size",
        "attn_layers",
        "feed_forward_size"
      })
  void sizesMustBeThere(String field) throws IOException {
    ObjectNode json = tiny();
    json.remove(field);
    assertThatThrownBy(() -> HuggingFaceConfig.parse("c", json.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read c: it has no " + field);
  }

  @Test
  void textThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> HuggingFaceConfig.parse("c", "{"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Cannot read c: it is not valid JSON");
    assertThatThrownBy(() -> HuggingFaceConfig.parse("c", ""))
        .isInstanceOf(DataException.class)
        .hasMessage("Cannot read c: it is not a JSON object");
  }
}
