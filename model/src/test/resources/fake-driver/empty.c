/* A library that is there. */
int palindrome_empty;
