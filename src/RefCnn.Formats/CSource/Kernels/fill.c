static void fill(float *y, int count, float value)
{
    for (int i = 0; i < count; i++) y[i] = value;
}
