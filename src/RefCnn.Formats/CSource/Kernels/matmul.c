#include <string.h>
#include "multiply.c"
#include "offset.c"

/* A product for each of so many pairs of matrices; steps say which matrix of each side belongs to which pair. */
static void matmul(const float *a, const float *b, float *y, int rows, int columns, int inner,
                   int pairs, int rank, const int *extents, const int *a_steps, const int *b_steps)
{
    memset(y, 0, (size_t)pairs * (size_t)rows * (size_t)columns * sizeof *y);
    for (int pair = 0; pair < pairs; pair++) {
        const float *left = a + offset_of(pair, rank, extents, a_steps) * rows * inner;
        const float *right = b + offset_of(pair, rank, extents, b_steps) * inner * columns;
        multiply(rows, columns, inner, left, inner, right, columns, y + pair * rows * columns, columns);
    }
}
