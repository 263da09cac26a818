package io.palindrome.jobs.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palindrome.conf.ResourceException;
import io.palindrome.conf.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSparkHomeTest {
  @TempDir Path folder;

  @Test
  void makesTheFolderThatWorkersLookFor() {
    Path home = folder.resolve("with space/home");
    assertThat(LocalSparkHome.prepare(Map.of("SPARK_HOME", home.toString()))).isEqualTo(home);
    assertThat(home.resolve("jars")).isDirectory();
  }

  @Test
  void keepsTheOutputOfTheLastEightApplications() throws IOException {
    for (int i = 10; i < 20; i++) {
      Path executor = folder.resolve("work/app-20260101" + i + "/0");
      Files.createDirectories(executor);
      Files.writeString(executor.resolve("stderr"), "text");
    }
    LocalSparkHome.prepare(Map.of("SPARK_HOME", folder.toString()));
    assertThat(folder.resolve("work/app-2026010111")).doesNotExist();
    assertThat(folder.resolve("work/app-2026010112")).exists();
    assertThat(folder.resolve("work")).isDirectoryNotContaining("glob:**/app-2026010110");
  }

  @Test
  void saysHowToSetSparkHome() {
    assertThatThrownBy(() -> LocalSparkHome.prepare(Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Cannot start local executors: SPARK_HOME is not set; start with ./palindrome, or with"
                + " spark-submit --master");
  }

  @Test
  void saysWhenTheFolderCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> LocalSparkHome.prepare(Map.of("SPARK_HOME", file.toString())))
        .isInstanceOf(ResourceException.class)
        .hasMessageStartingWith("Cannot start local executors: cannot write to SPARK_HOME " + file)
        .hasMessageEndingWith("; make it writable or name another folder");
  }
}
