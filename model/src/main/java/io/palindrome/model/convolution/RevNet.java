package io.palindrome.model.convolution;

import io.palindrome.conf.Check;
import io.palindrome.model.coupling.InvertibleActivation;
import io.palindrome.model.coupling.Squeeze;
import io.palindrome.model.coupling.Volume;
import io.palindrome.model.reversible.MemoryStrategy;
import io.palindrome.model.reversible.ReversibleBlock;
import io.palindrome.model.reversible.StoreAll;
import java.util.ArrayList;
import java.util.List;

/**
 * The reversible residual network (Gomez et al. 2017, arXiv:1707.04585): stages of reversible
 * blocks over two halves of the channels.
 */
public final class RevNet {
  private static final double SLOPE = 0.5;
  private static final int SQUEEZED = 4;

  private RevNet() {}

  /**
   * Between stages lies a convolution of stride 2, which is not reversible: its input is stored.
   */
  public static ImageNetwork of(NetworkShape shape, MemoryStrategy strategy) {
    ChainWriter writer = new ChainWriter(shape);
    DownSampling.Keeping keeping =
        strategy instanceof StoreAll ? DownSampling.Keeping.EVALUATION : DownSampling.Keeping.INPUT;
    List<Stage> stages = new ArrayList<>();
    Chain stem = writer.stem(2 * shape.stages().get(0).width());
    ImageShape images = stem.output();
    for (int i = 0; i < shape.stages().size(); i++) {
      NetworkShape.OfStage stage = shape.stages().get(i);
      if (i > 0) {
        Chain chain = writer.downSampling("down" + i, images, 2 * stage.width());
        stages.add(new DownSampling(chain, keeping));
        images = chain.output();
      }
      List<ImageBlock> blocks = blocks(writer, "stage" + i, images, stage);
      stages.add(new ReversibleStage(blocks, List.of(), strategy));
    }
    return new ImageNetwork(stem, stages, writer.head(images), writer.slots());
  }

  /**
   * Nothing is stored between stem and head: a squeeze stands between stages, and an invertible
   * activation of both streams follows every block (Jacobsen et al. 2018, arXiv:1802.07088).
   *
   * @param shape each stage four times as wide as the one before
   */
  public static ImageNetwork withoutStoredLayers(NetworkShape shape, MemoryStrategy strategy) {
    InvertibleActivation leaky = InvertibleActivation.leaky(SLOPE, Volume.IGNORED);
    List<ReversibleBlock> between = List.of(new ReversibleBlock(leaky, leaky));
    ChainWriter writer = new ChainWriter(shape);
    List<Stage> stages = new ArrayList<>();
    Chain stem = writer.stem(2 * shape.stages().get(0).width());
    ImageShape images = stem.output();
    for (int i = 0; i < shape.stages().size(); i++) {
      NetworkShape.OfStage stage = shape.stages().get(i);
      if (i > 0) {
        stages.add(new Squeezing(new Squeeze(images.height(), images.width())));
        images =
            new ImageShape(images.height() / 2, images.width() / 2, SQUEEZED * images.channels());
      }
      Check.that(
          images.channels() == 2 * stage.width(),
          "width of stage %d must be %d, four times that of the stage before, but is %d",
          i,
          images.channels() / 2,
          stage.width());
      List<ImageBlock> blocks = blocks(writer, "stage" + i, images, stage);
      stages.add(new ReversibleStage(blocks, between, strategy));
    }
    return new ImageNetwork(stem, stages, writer.head(images), writer.slots());
  }

  private static List<ImageBlock> blocks(
      ChainWriter writer, String name, ImageShape images, NetworkShape.OfStage stage) {
    ImageShape half = images.withChannels(stage.width());
    List<ImageBlock> blocks = new ArrayList<>();
    for (int i = 0; i < stage.blocks(); i++) {
      String block = name + ".block" + i;
      blocks.add(
          new ImageBlock(
              writer.branch(block + ".f", half, stage.inner()),
              writer.branch(block + ".g", half, stage.inner())));
    }
    return blocks;
  }
}
