package io.palindrome.model.kernel.host;

import io.palindrome.model.kernel.RotaryAngles;

/** Rotary positions of one row; plain loops that the compiler vectorises. */
final class HostRotation {
  private HostRotation() {}

  static void rotate(RotaryAngles angles, float direction, int position, float[] x, int at) {
    int half = angles.half();
    float[] sines = new float[half];
    float[] cosines = new float[half];
    angles.at(position, sines, cosines);
    for (int j = 0; j < half; j++) {
      float a = x[at + j];
      float b = x[at + half + j];
      float sine = direction * sines[j];
      x[at + j] = a * cosines[j] - b * sine;
      x[at + half + j] = a * sine + b * cosines[j];
    }
  }
}
