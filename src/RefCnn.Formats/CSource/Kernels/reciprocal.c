/* y = 1 / x. */
static void reciprocal(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = 1.0f / x[i];
}
