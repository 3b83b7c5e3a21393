/* y = x where x >= 0, slope * x elsewhere. */
static void leaky_relu(const float *x, float *y, int count, float slope)
{
    for (int i = 0; i < count; i++) y[i] = x[i] >= 0.0f ? x[i] : slope * x[i];
}
