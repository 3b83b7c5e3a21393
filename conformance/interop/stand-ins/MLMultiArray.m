#import "MLMultiArray.h"

static NSUInteger SizeOf(NSInteger type)
{
    switch (type)
    {
        case MLMultiArrayDataTypeInt8: return 1;
        case MLMultiArrayDataTypeFloat16: return 2;
        case MLMultiArrayDataTypeFloat32: case MLMultiArrayDataTypeInt32: return 4;
        case MLMultiArrayDataTypeDouble: return 8;
        default: return 0;
    }
}

static void Put(void *data, NSInteger type, long place, double value)
{
    switch (type)
    {
        case MLMultiArrayDataTypeInt8: ((int8_t *)data)[place] = (int8_t)value; break;
        case MLMultiArrayDataTypeFloat16: ((_Float16 *)data)[place] = (_Float16)value; break;
        case MLMultiArrayDataTypeFloat32: ((float *)data)[place] = (float)value; break;
        case MLMultiArrayDataTypeInt32: ((int32_t *)data)[place] = (int32_t)value; break;
        default: ((double *)data)[place] = value; break;
    }
}

static NSArray *NumbersOf(const long *values, long count)
{
    NSMutableArray *numbers = [NSMutableArray arrayWithCapacity: count];
    for (long i = 0; i < count; i++) [numbers addObject: [NSNumber numberWithLong: values[i]]];
    return numbers;
}

@implementation MLMultiArray

- (id) initWithDataPointer: (void *)data
                     shape: (NSArray *)extents
                  dataType: (NSInteger)type
                   strides: (NSArray *)steps
               deallocator: (void *)deallocator
                     error: (NSError **)error
{
    if ((self = [super init]) == nil) return nil;
    NSString *fault = nil;
    if (data == NULL) fault = @"there is no data";
    else if (SizeOf(type) == 0) fault = [NSString stringWithFormat: @"there is no data type %ld", (long)type];
    else if ([extents count] != [steps count]) fault = [NSString stringWithFormat: @"%lu extents have %lu strides", (unsigned long)[extents count], (unsigned long)[steps count]];
    else if (deallocator != NULL) fault = @"the deallocator is not nil";
    if (fault != nil)
    {
        if (error != NULL) *error = StandInError(7, fault, nil);
        [self release];
        return nil;
    }

    dataPointer = data;
    dataType = type;
    shape = [extents copy];
    strides = [steps copy];
    return self;
}

- (id) initWithFeature: (const StandInArray *)feature layout: (StandInLayout)layout
{
    long rank = feature->rank, shapes[2 * StandInMaximumRank], steps[2 * StandInMaximumRank], all = layout.leadingOnes + rank;
    for (long axis = 0; axis < all; axis++) shapes[axis] = axis < layout.leadingOnes ? 1 : feature->shape[axis - layout.leadingOnes];
    long step = layout.innerStride, count = 1;
    for (long axis = all - 1; axis >= 0; axis--)
    {
        steps[axis] = step;
        step *= shapes[axis];
        count *= shapes[axis];
        if (axis == all - 1) step = (step + layout.rowAlignment - 1) / layout.rowAlignment * layout.rowAlignment;
    }

    void *memory = malloc(step * SizeOf(layout.dataType));
    memset(memory, 0xFF, step * SizeOf(layout.dataType));
    for (long i = 0; i < count; i++)
    {
        long place = 0, rest = i;
        for (long axis = all - 1; axis >= 0; axis--)
        {
            place += rest % shapes[axis] * steps[axis];
            rest /= shapes[axis];
        }

        Put(memory, layout.dataType, place, ((const double *)feature->data)[i]);
    }

    self = [self initWithDataPointer: memory shape: NumbersOf(shapes, all) dataType: layout.dataType strides: NumbersOf(steps, all) deallocator: NULL error: NULL];
    owns = YES;
    return self;
}

- (void) dealloc
{
    if (owns) free(dataPointer);
    [shape release];
    [strides release];
    [super dealloc];
}

- (void *) dataPointer { return dataPointer; }
- (NSInteger) dataType { return dataType; }
- (NSArray *) shape { return shape; }
- (NSArray *) strides { return strides; }

@end
