enum pad_mode { REFLECT, EDGE, WRAP };

/* The sample that a position before the first or after the last shows. */
static int padded_sample(int position, int extent, enum pad_mode mode)
{
    if (position >= 0 && position < extent) return position;
    switch (mode) {
    case REFLECT: return position < 0 ? -position : 2 * (extent - 1) - position;
    case EDGE: return position < 0 ? 0 : extent - 1;
    default: return position < 0 ? position + extent : position - extent;
    }
}

/* Adds samples that repeat the input's own along any axis. */
static void pad_mirror(const float *x, float *y, int count, enum pad_mode mode, int rank,
                       const int *extents, const int *before, const int *padded)
{
    for (int i = 0; i < count; i++) {
        int from = 0, step = 1, rest = i;
        for (int axis = rank - 1; axis >= 0; axis--) {
            from += padded_sample(rest % padded[axis] - before[axis], extents[axis], mode) * step;
            rest /= padded[axis];
            step *= extents[axis];
        }
        y[i] = x[from];
    }
}
