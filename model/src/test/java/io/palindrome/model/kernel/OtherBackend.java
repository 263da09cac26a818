package io.palindrome.model.kernel;

import org.nd4j.common.io.Resource;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4jBackend;

/** A backend that ND4J prefers to that of the CPU, as it does CUDA's. */
public final class OtherBackend extends Nd4jBackend {
  /** For {@link java.util.ServiceLoader}. */
  public OtherBackend() {}

  @Override
  public int getPriority() {
    return BACKEND_PRIORITY_GPU + 1;
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public boolean canRun() {
    return true;
  }

  @Override
  public boolean allowsOrder() {
    return false;
  }

  @Override
  public Resource getConfigurationResource() {
    return new org.nd4j.common.io.ClassPathResource(
        "/nd4j-native.properties", Nd4jBackend.class.getClassLoader());
  }

  @Override
  @SuppressWarnings("rawtypes") // ND4J's
  public Class getNDArrayClass() {
    return Object.class;
  }

  @Override
  public Environment getEnvironment() {
    return null;
  }

  @Override
  public String buildInfo() {
    return "";
  }

  @Override
  public void logBackendInit() {}
}
