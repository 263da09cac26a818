package io.palindrome.model.flow;

import io.palindrome.conf.Check;
import io.palindrome.model.coupling.Conditioner;
import io.palindrome.model.coupling.Coupling;
import io.palindrome.model.coupling.CouplingBranch;
import io.palindrome.model.coupling.Volume;
import io.palindrome.model.parameter.SlotWriter;
import io.palindrome.model.random.CounterRandom;
import io.palindrome.model.reversible.ReversibleBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A flow over the plane (Dinh et al. 2017, RealNVP): reversible blocks that turn data into standard
 * normal noise, one coordinate in each stream. With additive couplings it is NICE (Dinh et al.
 * 2014).
 *
 * <pre>log p(x) = log normal(z) + log |det dz/dx|,  z = flow(x)</pre>
 */
public final class CouplingFlow {
  /** Rows of one part of a coupling. */
  private static final int CHUNK_ROWS = 1024;

  private static final int COUPLINGS_PER_BLOCK = 2;

  /** The last layers start small, so that the flow starts near the identity. */
  private static final double OUTPUT_GAIN = 0.05;

  private final Coupling coupling;
  private final List<Conditioner> conditioners = new ArrayList<>();
  private final int parameterCount;

  /**
   * @param hidden widths of every conditioner's hidden layers
   */
  public CouplingFlow(Coupling coupling, int blocks, List<Integer> hidden) {
    Check.that(blocks >= 1, "blocks of a flow must be 1 or more, but are %d", blocks);
    this.coupling = coupling;
    List<Integer> widths = new ArrayList<>(List.of(1));
    widths.addAll(hidden);
    widths.add(coupling.outputs());
    SlotWriter slots = new SlotWriter();
    for (int i = 0; i < blocks * COUPLINGS_PER_BLOCK; i++) {
      conditioners.add(Conditioner.add(slots, "flow." + i, widths));
    }
    parameterCount = Math.toIntExact(slots.end());
  }

  /** Length of the flat vector of parameters. */
  public int parameterCount() {
    return parameterCount;
  }

  /** The parameters that a training starts from. */
  public float[] initialize(long seed) {
    float[] flat = new float[parameterCount];
    double bias = coupling instanceof Coupling.Multiplicative ? 1 : 0;
    for (int i = 0; i < conditioners.size(); i++) {
      conditioners.get(i).initialize(CounterRandom.key(seed, i), OUTPUT_GAIN, bias, flat);
    }
    return flat;
  }

  /** The blocks from data to noise, which count their log-determinants in {@code volume}. */
  List<ReversibleBlock> blocks(Volume volume) {
    List<ReversibleBlock> blocks = new ArrayList<>();
    for (int i = 0; i < conditioners.size(); i += COUPLINGS_PER_BLOCK) {
      blocks.add(new ReversibleBlock(branch(i, volume), branch(i + 1, volume)));
    }
    return blocks;
  }

  private CouplingBranch branch(int index, Volume volume) {
    return new CouplingBranch(conditioners.get(index), coupling, CHUNK_ROWS, volume);
  }
}
