#include "offset.c"

/* How the elements of a tensor fall into groups: those that differ only in the inner axes' indices belong together. */
struct groups {
    int count, size, outer_rank, inner_rank;
    const int *outer_extents, *outer_steps, *inner_extents, *inner_steps;
};

static int group_start(const struct groups *g, int group)
{
    return offset_of(group, g->outer_rank, g->outer_extents, g->outer_steps);
}

static int group_member(const struct groups *g, int member)
{
    return offset_of(member, g->inner_rank, g->inner_extents, g->inner_steps);
}
