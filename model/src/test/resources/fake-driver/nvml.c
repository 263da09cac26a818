/* Answers like NVIDIA's management library for the GPUs of cuda.c: GPU n has FREE - n bytes free. */
#include <stdio.h>
#include <string.h>

static int open_count;

int nvmlInit_v2(void) {
  open_count++;
  return 0;
}

int nvmlShutdown(void) {
  open_count--;
  return 0;
}

int nvmlSystemGetDriverVersion(char *version, unsigned length) {
  if (open_count < 1) return 1;
  snprintf(version, length, "535.104.05");
  return 0;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char *id, void **device) {
  unsigned bus;
  if (open_count < 1 || sscanf(id, "0000:%x:00.0", &bus) != 1) return 2;
  *device = (void *)(size_t)bus;
  return 0;
}

int nvmlDeviceGetMemoryInfo(void *device, unsigned long long *memory) {
  memory[0] = FREE;
  memory[1] = FREE - ((size_t)device - 0x3B);
  memory[2] = 0;
  return 0;
}
