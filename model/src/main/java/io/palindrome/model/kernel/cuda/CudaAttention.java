package io.palindrome.model.kernel.cuda;

import io.palindrome.model.kernel.Attended;
import io.palindrome.model.kernel.ChunkAttention;
import io.palindrome.model.kernel.HeadViews;
import io.palindrome.model.kernel.Indices;
import io.palindrome.model.kernel.KeyKind;
import io.palindrome.model.kernel.Matrix;
import io.palindrome.model.kernel.SeenKeys;
import io.palindrome.model.kernel.cuda.AttentionTiles.Pass;

/**
 * Attention on a device: a launch for each hash round and pass, which follow each other on the
 * device's stream. Results are the same bits again: every sum has one owner and one order.
 *
 * <p>Memory of its own are two numbers a position, and the bits of a dropout mask that kernels
 * cannot make; it is kept for the next call.
 */
final class CudaAttention implements AutoCloseable {
  private static final int WARPS = 4;
  private static final int KEYS_PER_BLOCK = 1024;
  private static final int ONE_QUERY_THREADS = 128;
  private static final float EPSILON = (float) ChunkAttention.KEY_EPSILON;

  private final Device device;
  private final Launcher launcher;
  private final ProductFormat format;
  private final DeviceScratch keyScales;
  private final DeviceScratch means;
  private final DeviceScratch parts;
  private final DeviceScratch maskBits;

  /**
   * @param format of the operands of products of queries, keys, values and weights; {@link
   *     #attendOne} multiplies in float32
   */
  CudaAttention(Launcher launcher, ProductFormat format) {
    this.launcher = launcher;
    device = launcher.device();
    this.format = format;
    keyScales = new DeviceScratch(device);
    means = new DeviceScratch(device);
    parts = new DeviceScratch(device);
    maskBits = new DeviceScratch(device);
  }

  /** See {@link io.palindrome.model.kernel.Kernels#attend}. */
  void attend(ChunkAttention spec, HeadViews head, Indices order, Matrix out, Matrix normalizer) {
    AttentionArguments arguments = arguments(spec, head, order);
    launchAll(Pass.FORWARD, spec, head, arguments, all -> all.with(out).with(normalizer));
  }

  /** See {@link io.palindrome.model.kernel.Kernels#addAttendGradient}. */
  void addAttendGradient(
      ChunkAttention spec, HeadViews head, Indices order, Attended attended, HeadViews grad) {
    Matrix gradOut = attended.gradOut();
    Matrix out = attended.out();
    Matrix normalizer = attended.normalizer();
    long dots = means.floats(out.rows());
    LaunchArguments rows = launcher.arguments().with(gradOut).with(out);
    rows.with(out.rows()).with(out.columns()).with(dots);
    device.launch("attentionRowDots", rowsShape(out.rows()), rows);
    AttentionArguments arguments = arguments(spec, head, order);
    Own seen = all -> all.with(gradOut).with(normalizer).with(dots);
    Own query = all -> seen.addTo(all).with(grad.queries());
    launchAll(Pass.QUERY_GRADIENT, spec, head, arguments, query);
    Own key = all -> seen.addTo(all).with(grad.keys()).with(grad.values());
    launchAll(Pass.KEY_GRADIENT, spec, head, arguments, key);
  }

  private AttentionArguments arguments(ChunkAttention spec, HeadViews head, Indices order) {
    AttentionMask mask = AttentionMask.of(spec, head.queries().rows(), device, maskBits);
    if (spec.keys() == KeyKind.SEPARATE) {
      return new AttentionArguments(spec, head, order, 0, mask);
    }
    Matrix keys = head.keys();
    long scales = keyScales.floats(keys.rows());
    LaunchArguments rows = launcher.arguments().with(keys).with(keys.rows());
    rows.with(keys.columns()).with(EPSILON).with(scales);
    device.launch("attentionKeyScales", rowsShape(keys.rows()), rows);
    return new AttentionArguments(spec, head, order, scales, mask);
  }

  /** The arguments that one kernel alone has. */
  private interface Own {
    /** Returns what it was given. */
    LaunchArguments addTo(LaunchArguments all);
  }

  /** A round adds to what the rounds before it left, so rounds follow each other in a slice. */
  private void launchAll(
      Pass pass, ChunkAttention spec, HeadViews head, AttentionArguments arguments, Own own) {
    int depth = head.queries().columns();
    AttentionTiles tiles = AttentionTiles.of(format, depth);
    LaunchShape shape = tiles.shape(pass, spec, head.queries().rows());
    AttentionTiles.checkFits(shape, device.limits());
    String kernel = tiles.kernel(pass);
    for (int slice = 0; slice < tiles.slices(depth); slice++) {
      for (int round = 0; round < spec.rounds(); round++) {
        LaunchArguments all = launcher.arguments();
        arguments.addTo(all, round, slice, shape);
        device.launch(kernel, shape, own.addTo(all));
      }
    }
  }

  private static LaunchShape rowsShape(int rows) {
    return new LaunchShape((rows + WARPS - 1) / WARPS, 1, WARPS * 32, 0);
  }

  /** See {@link io.palindrome.model.kernel.Kernels#attendOne}. */
  void attendOne(KeyKind keys, HeadViews head, SeenKeys seen, Matrix out) {
    int depth = out.columns();
    int blocks = (seen.count() + KEYS_PER_BLOCK - 1) / KEYS_PER_BLOCK;
    long joined = parts.floats((long) blocks * (depth + 2));
    LaunchArguments part = launcher.arguments().with(CudaStorage.address(head.queries()));
    part.with(head.keys()).with(head.values());
    part.with(seen.rows() == null ? 0L : CudaIndices.address(seen.rows()));
    part.with(seen.count()).with(seen.own()).with(depth).with((float) (1 / Math.sqrt(depth)));
    part.with(EPSILON).with(keys == KeyKind.SHARED ? 1 : 0).with(joined);
    device.launch("attendOnePart", new LaunchShape(blocks, 1, ONE_QUERY_THREADS, 0), part);
    LaunchShape shape =
        new LaunchShape(
            (depth + ONE_QUERY_THREADS - 1) / ONE_QUERY_THREADS, 1, ONE_QUERY_THREADS, 0);
    LaunchArguments join = launcher.arguments().with(joined).with(blocks).with(depth);
    device.launch("attendOneJoin", shape, join.with(CudaStorage.address(out)));
  }

  @Override
  public void close() {
    keyScales.close();
    means.close();
    parts.close();
    maskBits.close();
  }
}
