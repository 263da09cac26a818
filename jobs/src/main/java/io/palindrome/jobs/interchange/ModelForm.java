package io.palindrome.jobs.interchange;

/** Forms of a model that other libraries read. */
public enum ModelForm {
  /** Hugging Face's {@code ReformerModelWithLMHead}. */
  HF
}
