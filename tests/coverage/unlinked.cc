// In no program.
int never(int value) {
  if (value > 1) return 2;
  return 3;
}
