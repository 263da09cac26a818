package io.palindrome.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.palindrome.jobs.CommandHarness.Ran;
import io.palindrome.jobs.command.ExitClass;
import io.palindrome.model.checkpoint.SafetensorsFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every command on small texts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
  private static final int BOOKS = 5;

  @TempDir private static Path folder;
  private CommandHarness palindrome;
  private String conf;
  private String books;
  private String data;
  private Ran prepared;
  private Ran trained;
  private Path run;

  @BeforeAll
  void prepareAndTrain() throws IOException {
    palindrome = new CommandHarness();
    conf = TinyBooks.config(folder.resolve("tiny.conf")).toString();
    books = TinyBooks.write(folder.resolve("books"), BOOKS).toString();
    data = folder.resolve("data").toString();
    prepared = prepare("--run-id", "first", "--json");
    trained = train("once", "--json");
    run = folder.resolve("out/runs/once");
  }

  @AfterAll
  void close() {
    palindrome.close();
  }

  private Ran prepare(String... more) {
    return palindrome.run(
        List.of("prepare", "--conf", conf, "--input", books, "--out", data), more);
  }

  private Ran train(String runId, String... more) {
    String out = folder.resolve("out").toString();
    return palindrome.run(
        List.of("train", "--conf", conf, "--data", data, "--out", out, "--run-id", runId), more);
  }

  @Test
  void prepareTellsWhatWasKept() throws IOException {
    assertThat(prepared.exit()).as(prepared.err()).isEqualTo(ExitClass.DONE);
    JsonNode json = prepared.json();
    assertThat(json.path("documents").asInt()).isEqualTo(BOOKS);
    assertThat(json.path("tokens").asInt()).isEqualTo(BOOKS * (TinyBooks.CHARACTERS + 2));
    assertThat(json.path("written").asBoolean()).isTrue();
    assertThat(json.path("splits").size()).isEqualTo(2);
    JsonNode status = read(Path.of(data, "runs/first.run.json"));
    assertThat(status.path("exitClass").asText()).isEqualTo("done");
    assertThat(status.path("command").asText()).isEqualTo("prepare");
    assertThat(status.path("configFingerprint").asText()).hasSize(64);
  }

  @Test
  void preparingAgainChangesNothingAndSaysSo() throws IOException {
    Map<String, String> before = CommandHarness.contents(Path.of(data));
    Ran again = prepare("--run-id", "first");
    assertThat(again.exit()).isEqualTo(ExitClass.DONE);
    assertThat(again.out()).contains("was there already; nothing was changed");
    assertThat(CommandHarness.contents(Path.of(data))).isEqualTo(before);
  }

  @Test
  void aDryRunOfPrepareWritesNothing() {
    Path out = folder.resolve("dry");
    Ran ran = palindrome.run("prepare", "--input", books, "--out", out.toString(), "--dry-run");
    assertThat(ran.exit()).isEqualTo(ExitClass.DONE);
    assertThat(ran.out()).contains("would read 5 files of 4,500 bytes");
    assertThat(out).doesNotExist();
  }

  @Test
  void trainLeavesCheckpointsHistoryStatusAndReport() throws IOException {
    assertThat(trained.exit()).as(trained.err()).isEqualTo(ExitClass.DONE);
    JsonNode json = trained.json();
    assertThat(Path.of(json.path("checkpoint").asText())).isDirectory();
    assertThat(Files.readString(Path.of(json.path("report").asText()))).contains("<html");
    assertThat(json.path("summary").path("validationBitsPerByte").asDouble()).isBetween(1.0, 9.0);
    assertThat(json.path("summary").path("baselines").path("trigram").asDouble()).isPositive();
    assertThat(read(run.resolve("run.json")).path("exitCode").asInt(-1)).isZero();
    assertThat(Files.readAllLines(run.resolve("history.jsonl"))).hasSize(4 + 2);
    assertThat(trained.err()).contains("round 4/4: step 8");
  }

  @Test
  void roundsAreMeasuredForEachNumberOfExecutors() throws IOException {
    Ran ran = benchRound("1,2", "--rounds", "1", "--json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    JsonNode points = ran.json().path("points");
    assertThat(points).hasSize(2);
    for (JsonNode point : points) {
      assertThat(point.path("tokens").asLong()).isEqualTo(points.get(0).path("tokens").asLong());
      assertThat(point.path("tokensPerSecond").asDouble())
          .isEqualTo(
              point.path("tokens").asLong() / point.path("seconds").asDouble(), within(1e-6));
      assertThat(point.path("stepSeconds").asDouble()).isPositive();
    }
    assertThat(points.get(1).path("executors").asInt()).isEqualTo(2);
  }

  @Test
  void executorsThatCannotShareTheWorkersAreRefused() {
    Ran ran = benchRound("3");
    assertThat(ran.exit()).isEqualTo(ExitClass.USER);
    assertThat(ran.err()).contains("--executors divide the 2 of train.averaging.workers");
  }

  private Ran benchRound(String executors, String... more) {
    return palindrome.run(
        List.of("bench", "round", "--conf", conf, "--data", data, "--executors", executors), more);
  }

  @Test
  void trainingAFinishedRunAgainChangesNothingAndSaysSo() throws IOException {
    Map<String, String> before = CommandHarness.contents(run);
    Ran again = train("once");
    assertThat(again.exit()).isEqualTo(ExitClass.DONE);
    assertThat(again.out()).contains("is finished; nothing was changed");
    assertThat(CommandHarness.contents(run)).isEqualTo(before);
  }

  @Test
  void autoIsResolvedBeforeTheRunAndStandsInItsConfiguration() throws IOException {
    Ran ran = train("auto", "--set", "train.memory.strategy=auto", "--set", "train.rounds=1");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    assertThat(ran.out())
        .containsPattern("train.memory.strategy auto: store-all: [0-9.]+ MiB .* 0.0 % more than");
    Path auto = folder.resolve("out/runs/auto");
    assertThat(Files.readString(auto.resolve("config.conf")))
        .contains("train.memory.strategy = store-all");
    assertThat(Files.readString(auto.resolve("report.json"))).contains("\"store-all\"");
  }

  @Test
  void autoSaysWhatToChangeWhereNothingFits() {
    Ran ran =
        train("tight", "--set", "train.memory.strategy=auto", "--set", "train.memory.limit=1m");
    assertThat(ran.exit()).isEqualTo(ExitClass.USER);
    assertThat(ran.err())
        .containsPattern(
            "Cannot fit a step of 1 x 64 tokens into a heap of 1.0 MiB: .* the smallest strategy,");
  }

  @Test
  void aDryRunOfTrainWritesNothing() throws IOException {
    Ran ran = train("never", "--dry-run", "--json", "--set", "train.memory.strategy=auto");
    assertThat(ran.exit()).isEqualTo(ExitClass.DONE);
    assertThat(ran.json().path("memoryStrategy").asText()).isEqualTo("auto");
    assertThat(ran.err()).contains("memory strategy auto, decided by the executors' heap");
    assertThat(ran.json().path("plannedTokens").asInt()).isEqualTo(4 * (32 + 3 * 64));
    assertThat(folder.resolve("out/runs/never")).doesNotExist();
  }

  @Test
  void evaluateCoversEveryByteOfTheSplit() throws IOException {
    Ran ran = evaluate("--json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    JsonNode json = ran.json();
    assertThat(json.path("bytes").asLong()).isEqualTo(bytesOf("validation"));
    assertThat(json.path("bitsPerByte").asDouble())
        .isEqualTo(
            trained.json().path("summary").path("validationBitsPerByte").asDouble(), within(1e-9));
    double bits = 0;
    for (JsonNode document : json.path("documents")) {
      bits += document.path("bitsPerByte").asDouble() * document.path("bytes").asLong();
    }
    assertThat(bits / bytesOf("validation"))
        .isEqualTo(json.path("bitsPerByte").asDouble(), within(1e-9));
    assertThat(json.path("baselines").path("trigram").asDouble())
        .isLessThan(json.path("baselines").path("unigram").asDouble());
  }

  @Test
  void evaluateTakesOtherSplitsAndLengths() throws IOException {
    Ran ran = evaluate("--split", "train", "--length", "128", "--json");
    assertThat(ran.json().path("bytes").asLong()).isEqualTo(bytesOf("train"));
    assertThat(evaluate("--split", "test").exit()).isEqualTo(ExitClass.DATA);
    Ran long257 = evaluate("--length", "257");
    assertThat(long257.exit()).isEqualTo(ExitClass.USER);
    assertThat(long257.err())
        .contains("--length must be 0 or between 2 and model.position.max-length 256, but is 257");
  }

  @Test
  void evaluateTellsTheLossByPosition() throws IOException {
    Ran ran = evaluate("--length", "256", "--json");
    JsonNode positions = ran.json().path("positions");
    assertThat(positions.size()).isEqualTo(2);
    assertThat(positions.get(0).path("to").asInt()).isEqualTo(100);
    assertThat(positions.get(1).path("from").asInt()).isEqualTo(100);
    double bits = 0;
    for (JsonNode band : positions) {
      bits += band.path("bitsPerByte").asDouble() * band.path("bytes").asLong();
    }
    assertThat(bits / bytesOf("validation"))
        .isEqualTo(ran.json().path("bitsPerByte").asDouble(), within(1e-9));
    assertThat(evaluate("--length", "256").out())
        .contains("tokens before it in its piece", "  100 to 999");
  }

  @Test
  void evaluateTakesAnyNumberOfHashRounds() throws IOException {
    double one = evaluate("--json").json().path("bitsPerByte").asDouble();
    double many = evaluate("--hash-rounds", "24", "--json").json().path("bitsPerByte").asDouble();
    assertThat(many).isNotEqualTo(one).isCloseTo(one, within(0.5));
    assertThat(evaluate("--hash-rounds", "257").err())
        .contains("--hash-rounds must be between 1 and 256, but is 257");
  }

  @Test
  void evaluateComparesContextsOnTheSameBytes() throws IOException {
    Ran ran = evaluate("--contexts", "16,64,256", "--context-tokens", "0", "--json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    long bytes = 0;
    for (JsonNode band : ran.json().path("contexts")) {
      bytes += band.path("bytes").asLong();
      for (String context : List.of("16", "64", "256")) {
        assertThat(band.path("bitsPerByte").path(context).asDouble()).isBetween(0.5, 9.0);
      }
    }
    assertThat(bytes).isEqualTo(bytesOf("validation"));
    Ran text = evaluate("--contexts", "16,64");
    assertThat(text.out()).contains("         16           64  position in the document");
  }

  @Test
  void evaluateTakesWholeDocumentsWherePositionsReach() throws IOException {
    Ran longer =
        train(
            "longer",
            "--set",
            "model.position.max-length=1024",
            "--set",
            "model.position.axial-shape=[32, 32]");
    assertThat(longer.exit()).as(longer.err()).isEqualTo(ExitClass.DONE);
    String checkpoint = folder.resolve("out/runs/longer").toString();
    Ran ran =
        palindrome.run(
            List.of("evaluate", "--checkpoint", checkpoint, "--data", data),
            "--length",
            "0",
            "--contexts",
            "64,0",
            "--context-tokens",
            "0",
            "--json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    JsonNode json = ran.json();
    assertThat(json.path("bytes").asLong()).isEqualTo(bytesOf("validation"));
    for (int band = 0; band < 2; band++) {
      assertThat(json.path("contexts").get(band).path("bitsPerByte").path("0").asDouble())
          .as("the same pieces as without contexts")
          .isCloseTo(json.path("positions").get(band).path("bitsPerByte").asDouble(), within(0.2));
    }
  }

  @Test
  void evaluateSaysWhichKeyADocumentNeeds() {
    String tooLong =
        "tokens, but the network has positions for 256; use --length 256 and --contexts of at most"
            + " that, or train a network with model.position.max-length 904";
    assertThat(evaluate("--length", "0").err())
        .contains("Cannot evaluate whole documents: ", tooLong);
    assertThat(evaluate("--contexts", "16,0").err()).contains(tooLong);
    assertThat(evaluate("--contexts", "20").err())
        .contains(
            "--contexts must be 0 or multiples of 8 up to 256 (model.position.max-length), but is"
                + " 20");
  }

  /** What the manifest says of a split. */
  private long bytesOf(String split) throws IOException {
    for (JsonNode count : prepared.json().path("splits")) {
      if (count.path("split").asText().equals(split)) {
        return count.path("bytes").asLong();
      }
    }
    throw new AssertionError("no split " + split);
  }

  private Ran evaluate(String... more) {
    return palindrome.run(
        List.of("evaluate", "--checkpoint", run.toString(), "--data", data), more);
  }

  @Test
  void generateWritesTheSameTextForTheSameSeed() throws IOException {
    Ran first = generate("--seed", "7", "--json");
    assertThat(first.exit()).as(first.err()).isEqualTo(ExitClass.DONE);
    assertThat(first.json().path("text").asText()).isNotEmpty();
    assertThat(generate("--seed", "7", "--json").out()).isEqualTo(first.out());
    assertThat(generate("--seed", "8", "--json").json().path("text"))
        .isNotEqualTo(first.json().path("text"));
    Ran text = generate("--seed", "7");
    assertThat(text.out()).isEqualTo("sea " + first.json().path("text").asText() + "\n");
  }

  @Test
  void generateRefusesATemperatureBelowZero() {
    Ran ran = generate("--seed", "7", "--temperature", "-1");
    assertThat(ran.exit()).isEqualTo(ExitClass.USER);
    assertThat(ran.err().strip())
        .isEqualTo("--temperature must be between 0.0 and 100.0, but is -1.0");
  }

  @Test
  void generateWritesSeveralSamplesAndEndsBeforeAStopText() throws IOException {
    Ran one = generate("--seed", "7", "--json");
    Ran three = generate("--seed", "7", "--samples", "3", "--json");
    assertThat(three.exit()).as(three.err()).isEqualTo(ExitClass.DONE);
    JsonNode samples = three.json().path("samples");
    assertThat(samples).hasSize(3);
    String text = one.json().path("text").asText();
    assertThat(samples.path(0).path("text").asText()).isEqualTo(text);
    assertThat(samples.path(1).path("text").asText()).isNotEqualTo(text);
    assertThat(samples.path(0).path("tokens").asInt()).isEqualTo(12);
    assertThat(samples.path(0).path("ending").asText()).isEqualTo("length");
    String stop = text.substring(2, 4);
    JsonNode stopped = generate("--seed", "7", "--stop", stop, "--json").json();
    assertThat(stopped.path("text").asText()).isEqualTo(text.substring(0, text.indexOf(stop)));
    assertThat(stopped.path("samples").path(0).path("ending").asText()).isEqualTo("stopped");
    assertThat(generate("--seed", "7", "--samples", "2").out())
        .startsWith("--- sample 1 of 2\nsea " + text + "\n--- sample 2 of 2\nsea ");
  }

  @Test
  void generateRefusesMoreTokensThanThereArePositions() {
    Ran ran = generate("--seed", "7", "--tokens", "1000000");
    assertThat(ran.exit()).isEqualTo(ExitClass.USER);
    assertThat(ran.err()).contains("positions (model.position.max-length); ask for fewer tokens");
  }

  private Ran generate(String... more) {
    return palindrome.run(
        List.of("generate", "--checkpoint", run.toString(), "--prompt", "sea "),
        List.of(more).contains("--tokens")
            ? more
            : Stream.concat(Stream.of("--tokens", "12"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void anExportedModelIsImportedAndExportedToTheSameBytes() throws IOException {
    String first = folder.resolve("hf-first").toString();
    String again = folder.resolve("hf-again").toString();
    String imported = folder.resolve("imported/any-name").toString();
    Ran exported =
        palindrome.run("export", "--checkpoint", run.toString(), "--to", "hf", first, "--json");
    assertThat(exported.exit()).as(exported.err()).isEqualTo(ExitClass.DONE);
    assertThat(exported.json().path("largestHeadBias").asDouble()).isPositive();
    assertThat(exported.json().path("notes").get(0).asText())
        .startsWith("lm_head.bias is not zero");
    Ran read = palindrome.run("import", "--from", "hf", first, "--out", imported);
    assertThat(read.exit()).as(read.err()).isEqualTo(ExitClass.DONE);
    assertThat(palindrome.run("export", "--checkpoint", imported, "--to", "hf", again).exit())
        .isEqualTo(ExitClass.DONE);
    assertThat(CommandHarness.contents(Path.of(first)))
        .containsOnlyKeys("config.json", "model.safetensors", "tokenizer.json")
        .isEqualTo(CommandHarness.contents(Path.of(again)));
    assertThat(ofImported("evaluate", imported, "--data", data).json().path("bitsPerByte"))
        .isEqualTo(evaluate("--length", "64", "--json").json().path("bitsPerByte"));
    assertThat(
            ofImported("generate", imported, "--prompt", "sea ", "--tokens", "12", "--seed", "7")
                .json()
                .path("text"))
        .isEqualTo(generate("--seed", "7", "--json").json().path("text"));
    Ran trainedOn =
        train(
            "on",
            "--from",
            imported,
            "--set",
            "train.optimizer.learning-rate=1e-12",
            "--set",
            "train.rounds=1",
            "--json");
    assertThat(trainedOn.exit()).as(trainedOn.err()).isEqualTo(ExitClass.DONE);
    assertThat(trainedOn.json().path("summary").path("validationBitsPerByte").asDouble())
        .isEqualTo(
            trained.json().path("summary").path("validationBitsPerByte").asDouble(), within(1e-6));
    Ran refused = palindrome.run("export", "--checkpoint", imported, "--to", "hf", again);
    assertThat(refused.exit()).isEqualTo(ExitClass.USER);
    assertThat(refused.err().strip())
        .isEqualTo(
            "Cannot export to %s: it is there already and is no empty folder; name a new one"
                .formatted(again));
  }

  @Test
  void logitsOfATextAreWrittenWithTheirRotations() throws IOException {
    Path file = folder.resolve("logits.safetensors");
    List<String> logits =
        List.of("bench", "logits", "--checkpoint", run.toString(), "--out", file.toString());
    String text = Path.of(books, "book-1.txt").toString();
    Ran ran = palindrome.run(logits, "--text", text, "--length", "100", "--json");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    Ran exact =
        palindrome.run(
            logits, "--text", text, "--length", "100", "--precision", "double", "--json");
    assertThat(exact.json().path("loss").asDouble())
        .isEqualTo(ran.json().path("loss").asDouble(), within(1e-5));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensor("logits").shape()).containsExactly(1L, 100L, 260L);
      assertThat(read.tensor("rotations.1").shape()).startsWith(1L, 8L, 1L);
      assertThat(read.ints("input_ids")).startsWith(1, 'r' + 4, 'a' + 4);
    }
    assertThat(palindrome.run(logits, "--text", text, "--length", "300").err())
        .contains("--length must be between 2 and 256, but is 300");
  }

  private Ran turns(Path checkpoint, String input, String... more) {
    List<String> turns =
        List.of(
            "bench",
            "turns",
            "--checkpoint",
            checkpoint.toString(),
            "--text",
            books + "/book-1.txt");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    try {
      return palindrome.run(turns, more);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aStepIsMadeForEveryTurnThatIsAskedFor() throws IOException {
    Ran ran = turns(run, "\n\n\n", "--length", "64", "--batch", "2");
    assertThat(ran.exit()).as(ran.err()).isEqualTo(ExitClass.DONE);
    List<JsonNode> answers = answers(ran);
    assertThat(answers).hasSize(4);
    assertThat(answers.get(0).path("residentBytes").asLong()).isPositive();
    double first = answers.get(1).path("loss").asDouble();
    assertThat(answers.get(3).path("loss").asDouble()).isLessThan(first);
    Path earlier = run.resolve("checkpoints/step-00000004");
    Ran ofEarlier = turns(earlier, "\n", "--length", "64", "--batch", "2");
    assertThat(answers(ofEarlier).get(1).path("loss").asDouble()).isGreaterThan(first);
  }

  private static List<JsonNode> answers(Ran ran) throws IOException {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : ran.out().lines().filter(line -> line.startsWith("{")).toList()) {
      answers.add(new ObjectMapper().readTree(line));
    }
    return answers;
  }

  @Test
  void turnsRefuseWhatTheyCannotMake() {
    int tokens = TinyBooks.CHARACTERS + 2;
    assertThat(turns(run, "", "--length", "64", "--batch", "99").err())
        .contains("book-1.txt must have 6336 tokens for 99 sequences of 64, but has " + tokens);
    assertThat(turns(run, "", "--length", "257").err())
        .contains("--length must be between 2 and 256, but is 257");
    assertThat(turns(run, "", "--length", "64", "--batch", "0").err())
        .contains("--batch must be 1 or more");
  }

  private Ran ofImported(String command, String checkpoint, String... more) {
    return palindrome.run(
        List.of(
            command, "--checkpoint", checkpoint, "--set", "train.evaluation.length=64", "--json"),
        more);
  }

  @Test
  void inspectTellsADatasetFromACheckpoint() throws IOException {
    JsonNode dataset = palindrome.run("inspect", data, "--json").json();
    assertThat(dataset.path("kind").asText()).isEqualTo("dataset");
    assertThat(dataset.path("lengths").path("longest").asInt()).isEqualTo(TinyBooks.CHARACTERS + 2);
    assertThat(dataset.path("samples").get(0).path("opening").asText()).startsWith("rain ");
    JsonNode checkpoint = palindrome.run("inspect", run.toString(), "--json").json();
    assertThat(checkpoint.path("kind").asText()).isEqualTo("checkpoint");
    assertThat(checkpoint.path("step").asInt()).isEqualTo(8);
    assertThat(checkpoint.path("parameterCount").asLong())
        .isEqualTo(trained.json().path("summary").path("parameterCount").asLong());
    String folderOfOne = run.resolve("checkpoints/step-00000004").toString();
    assertThat(palindrome.run("inspect", folderOfOne).out())
        .contains("step       4", "lm_head.decoder.weight", "train.rounds = 4");
  }

  @Test
  void inspectSaysWhatItLooksFor() {
    Ran ran = palindrome.run("inspect", books);
    assertThat(ran.exit()).isEqualTo(ExitClass.DATA);
    assertThat(ran.err())
        .contains("it has no _current or _manifest.json (a dataset), no checkpoint.json");
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
