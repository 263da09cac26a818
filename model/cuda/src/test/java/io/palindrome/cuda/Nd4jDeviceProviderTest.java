package io.palindrome.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.PrecisionKind;
import io.palindrome.conf.ResourceException;
import io.palindrome.model.kernel.cuda.DeviceProvider;
import org.junit.jupiter.api.Test;

class Nd4jDeviceProviderTest {
  @Test
  void isFoundWithoutAGpu() {
    assertThat(DeviceProvider.find()).get().isInstanceOf(Nd4jDeviceProvider.class);
  }

  @Test
  void refusesFormatsThatAGpuDoesNotHave() {
    Nd4jDeviceProvider.check(PrecisionKind.FLOAT32, 70);
    Nd4jDeviceProvider.check(PrecisionKind.BF16, 80);
    assertThatThrownBy(() -> Nd4jDeviceProvider.check(PrecisionKind.BF16_GEMM, 75))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "Cannot use train.precision bf16-gemm on a GPU of compute capability 7.5, which must be"
                + " at least 8.0; set train.precision to float32, or take another GPU");
  }
}
