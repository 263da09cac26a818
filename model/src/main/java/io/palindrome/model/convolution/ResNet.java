package io.palindrome.model.convolution;

import java.util.ArrayList;
import java.util.List;

/**
 * The residual network that a {@link RevNet} is measured against (He et al. 2016,
 * arXiv:1603.05027): the same branches, stem, down-sampling and head, one stream, everything
 * stored.
 */
public final class ResNet {
  private ResNet() {}

  /** A stage's width is that of its one stream. */
  public static ImageNetwork of(NetworkShape shape) {
    ChainWriter writer = new ChainWriter(shape);
    List<Stage> stages = new ArrayList<>();
    Chain stem = writer.stem(shape.stages().get(0).width());
    ImageShape images = stem.output();
    for (int i = 0; i < shape.stages().size(); i++) {
      NetworkShape.OfStage stage = shape.stages().get(i);
      if (i > 0) {
        Chain chain = writer.downSampling("down" + i, images, stage.width());
        stages.add(new DownSampling(chain, DownSampling.Keeping.EVALUATION));
        images = chain.output();
      }
      List<Chain> blocks = new ArrayList<>();
      for (int block = 0; block < stage.blocks(); block++) {
        String name = "stage" + i + ".block" + block;
        blocks.add(writer.branch(name, images, stage.inner()));
      }
      stages.add(new ResidualStage(blocks));
    }
    return new ImageNetwork(stem, stages, writer.head(images), writer.slots());
  }
}
