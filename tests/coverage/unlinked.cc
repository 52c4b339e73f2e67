// How the code lies on lines is what is tested.
// clang-format off
// In no program.
int never(int value) {
  if (value > 1) return 2;
  return 3;
}
