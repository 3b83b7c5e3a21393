/* y = -x. */
static void negate(const float *x, float *y, int count)
{
    for (int i = 0; i < count; i++) y[i] = -x[i];
}
