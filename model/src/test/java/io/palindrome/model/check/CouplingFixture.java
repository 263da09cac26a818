package io.palindrome.model.check;

import io.palindrome.model.convolution.Chain;
import io.palindrome.model.convolution.ImageBranch;
import io.palindrome.model.convolution.ImageShape;
import io.palindrome.model.convolution.RunningStatistics;
import io.palindrome.model.convolution.Statistics;
import io.palindrome.model.kernel.Kernels;
import io.palindrome.model.layer.Branch;
import io.palindrome.model.parameter.Slot;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.Recompute;
import io.palindrome.model.reversible.Reversible;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.StoreAll;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Fixtures r: reversible blocks whose branches are convolutions; one forward and backward pass
 * under every memory strategy, held to stored values.
 */
final class CouplingFixture {
  private static final String KIND = "reversible additive coupling";
  private static final List<MemoryStrategy> STRATEGIES =
      List.of(new StoreAll(), new Recompute(1), new Recompute(2), new Reversible());

  private record Chains(Chain f, Chain g) {}

  private final Fixture fixture;
  private final List<Chains> blocks = new ArrayList<>();
  private final List<Slot> parameters;
  private final List<Slot> running;

  CouplingFixture(Fixture fixture) {
    this.fixture = fixture;
    List<Integer> shape = fixture.get("x").shape();
    ImageShape image = new ImageShape(shape.get(2), shape.get(3), shape.get(1) / 2);
    FixtureChain chains = new FixtureChain(fixture.meta().get("layers"));
    for (int i = 0; i < fixture.meta().get("blocks").asInt(); i++) {
      String name = "block." + i;
      blocks.add(new Chains(chains.next(name + ".f", image), chains.next(name + ".g", image)));
    }
    parameters = chains.parameters();
    running = chains.running();
  }

  /** Whether a fixture is of this kind. */
  static boolean describes(Fixture fixture) {
    return fixture.meta().path("kind").asText().equals(KIND) && fixture.has("x");
  }

  /** Runs the fixture; kernels are closed. */
  List<Verdict> check(Kernels kernels, ModelFixture.Bounds bounds) {
    return check(kernels, bounds, branch -> branch);
  }

  /** The same with branches that the test has changed. */
  List<Verdict> check(Kernels kernels, ModelFixture.Bounds bounds, UnaryOperator<Branch> change) {
    CouplingErrors worst = CouplingErrors.NONE;
    for (MemoryStrategy strategy : STRATEGIES) {
      CouplingRun run = new CouplingRun(fixture, parameters, kernels, strategy);
      RunningStatistics statistics = new RunningStatistics(running);
      worst =
          worst
              .or(run.errorsOfEveryBlock(blocks(new Statistics.OfBatch(), change)))
              .or(run.errors(blocks(new Statistics.OfBatchRemembered(statistics), change)))
              .or(run.errors(statistics, running));
    }
    kernels.close();
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(verdict("outputs", bounds, worst.outputs(), bounds.logits()));
    verdicts.add(verdict("loss", bounds, worst.loss(), bounds.loss()));
    verdicts.add(verdict("gradients", bounds, worst.gradients(), bounds.gradients()));
    if (!running.isEmpty()) {
      verdicts.add(verdict("running statistics", bounds, worst.running(), bounds.gradients()));
    }
    return verdicts;
  }

  private Verdict verdict(String group, ModelFixture.Bounds bounds, double error, double bound) {
    return new Verdict(fixture.name(), group + " " + bounds.type(), error, bound);
  }

  private List<ReversibleBlock> blocks(Statistics statistics, UnaryOperator<Branch> change) {
    return blocks.stream()
        .map(
            chains ->
                new ReversibleBlock(
                    change.apply(new ImageBranch(chains.f(), statistics)),
                    change.apply(new ImageBranch(chains.g(), statistics))))
        .toList();
  }
}
