#include "blas.c"

#ifdef REFCNN_NO_BLAS
enum { TILE_ROWS = 4, TILE_COLUMNS = 16 };

/* A tile of c. Its rows are arrays of their own, which compilers then keep in registers while a and b pass by. */
static void multiply_tile(int inner, const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
    float row0[TILE_COLUMNS], row1[TILE_COLUMNS], row2[TILE_COLUMNS], row3[TILE_COLUMNS];
    for (int j = 0; j < TILE_COLUMNS; j++) {
        row0[j] = c[j];
        row1[j] = c[c_row + j];
        row2[j] = c[2 * c_row + j];
        row3[j] = c[3 * c_row + j];
    }
    for (int k = 0; k < inner; k++) {
        const float a0 = a[k], a1 = a[a_row + k], a2 = a[2 * a_row + k], a3 = a[3 * a_row + k], *line = b + k * b_row;
        for (int j = 0; j < TILE_COLUMNS; j++) {
            row0[j] += a0 * line[j];
            row1[j] += a1 * line[j];
            row2[j] += a2 * line[j];
            row3[j] += a3 * line[j];
        }
    }
    for (int j = 0; j < TILE_COLUMNS; j++) {
        c[j] = row0[j];
        c[c_row + j] = row1[j];
        c[2 * c_row + j] = row2[j];
        c[3 * c_row + j] = row3[j];
    }
}

/* What is left at the lower and the right edge of c, where no whole tile fits. */
static void multiply_edge(int rows, int columns, int inner,
                          const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
    for (int i = 0; i < rows; i++)
        for (int k = 0; k < inner; k++)
            for (int j = 0; j < columns; j++) c[i * c_row + j] += a[i * a_row + k] * b[k * b_row + j];
}
#endif

/* c += a * b: a has rows x inner values, b inner x columns, c rows x columns; *_row is the distance from one row to the next. */
static void multiply(int rows, int columns, int inner,
                     const float *a, int a_row, const float *b, int b_row, float *c, int c_row)
{
#ifdef REFCNN_NO_BLAS
    const int whole_rows = rows - rows % TILE_ROWS, whole_columns = columns - columns % TILE_COLUMNS;
    for (int j = 0; j < whole_columns; j += TILE_COLUMNS)
        for (int i = 0; i < whole_rows; i += TILE_ROWS)
            multiply_tile(inner, a + i * a_row, a_row, b + j, b_row, c + i * c_row + j, c_row);
    multiply_edge(whole_rows, columns - whole_columns, inner, a, a_row, b + whole_columns, b_row, c + whole_columns, c_row);
    multiply_edge(rows - whole_rows, columns, inner, a + whole_rows * a_row, a_row, b, b_row, c + whole_rows * c_row, c_row);
#else
    /* Rows of no values have no distance that BLAS takes; the reference implementation would end the process. */
    if (inner == 0) return;
    cblas_sgemm(ROW_MAJOR, AS_IT_IS, AS_IT_IS, rows, columns, inner, 1.0f, a, a_row, b, b_row, 1.0f, c, c_row);
#endif
}
