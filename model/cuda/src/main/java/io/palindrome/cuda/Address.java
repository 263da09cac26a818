package io.palindrome.cuda;

import org.bytedeco.javacpp.Pointer;

/** A pointer whose address changes, so that calls need no new ones. */
final class Address extends Pointer {
  Address() {
    super((Pointer) null);
  }

  /** This, pointing there. */
  Address at(long there) {
    address = there;
    return this;
  }
}
