/* Answers like NVIDIA's driver, as the macros say: DEVICES, VERSION, INIT (code of cuInit), MAJOR, MINOR, BYTES. */
#include <stdio.h>
#include <string.h>

int cuInit(unsigned flags) { return flags == 0 ? INIT : 1; }

int cuDriverGetVersion(int *version) {
  *version = VERSION;
  return 0;
}

int cuDeviceGetCount(int *count) {
  *count = DEVICES;
  return 0;
}

int cuDeviceGet(int *device, int ordinal) {
  if (ordinal < 0 || ordinal >= DEVICES) return 101;
  *device = 1000 + ordinal; /* a handle is no ordinal */
  return 0;
}

static int is_device(int device) { return device >= 1000 && device < 1000 + DEVICES; }

int cuDeviceGetName(char *name, int length, int device) {
  if (!is_device(device)) return 101;
  snprintf(name, length, "Fake GPU %d", device - 1000);
  return 0;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  if (!is_device(device)) return 101;
  if (attribute != 75 && attribute != 76) return 1;
  *value = attribute == 75 ? MAJOR : MINOR;
  return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) {
  if (!is_device(device)) return 101;
  *bytes = BYTES;
  return 0;
}

int cuDeviceGetUuid(char *uuid, int device) {
  if (!is_device(device)) return 101;
  for (int i = 0; i < 16; i++) uuid[i] = (char)(i * 16 + device - 1000);
  return 0;
}

int cuDeviceGetPCIBusId(char *id, int length, int device) {
  if (!is_device(device)) return 101;
  snprintf(id, length, "0000:%02X:00.0", device - 1000 + 0x3B);
  return 0;
}

int cuGetErrorName(int code, const char **name) {
  if (code == 999) *name = "CUDA_ERROR_UNKNOWN";
  else if (code == 802) *name = "CUDA_ERROR_SYSTEM_NOT_READY";
  else return 1;
  return 0;
}
