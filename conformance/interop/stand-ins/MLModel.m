#import "MLFeatures.h"

@interface MLModelConfiguration : StandInObject
{
    NSInteger computeUnits;
}

- (void) setComputeUnits: (NSInteger)units;
- (NSInteger) computeUnits;

@end

@implementation MLModelConfiguration

- (void) setComputeUnits: (NSInteger)units { computeUnits = units; }
- (NSInteger) computeUnits { return computeUnits; }

@end

@interface MLModel : StandInObject
{
    void *model;
    int running;
}

@end

static BOOL isNewSystem = YES;

void StandInSetNewSystem(int isNew) { isNewSystem = isNew ? YES : NO; }

@implementation MLModel

+ (BOOL) respondsToSelector: (SEL)selector
{
    return sel_isEqual(selector, @selector(compileModelAtURL:completionHandler:)) ? isNewSystem : [super respondsToSelector: selector];
}

+ (NSURL *) compileModelAtURL: (NSURL *)url error: (NSError **)error
{
    NSError *failure = StandInFailureOf(StandInCompile);
    NSFileManager *files = [NSFileManager defaultManager];
    if (failure == nil && ![url isFileURL]) failure = StandInError(3, @"the location is not that of a file", nil);
    NSString *folder = [NSTemporaryDirectory() stringByAppendingPathComponent: [[NSProcessInfo processInfo] globallyUniqueString]];
    folder = [folder stringByAppendingString: @".mlmodelc"];
    NSString *target = [folder stringByAppendingPathComponent: [@"source." stringByAppendingString: [[url path] pathExtension]]];
    if (failure == nil
        && (![files createDirectoryAtPath: folder withIntermediateDirectories: YES attributes: nil error: &failure]
            || ![files copyItemAtPath: [url path] toPath: target error: &failure]))
    {
        [files removeItemAtPath: folder error: NULL];
    }

    if (failure == nil) return [NSURL fileURLWithPath: folder];
    if (error != NULL) *error = failure;
    return nil;
}

+ (id) modelWithContentsOfURL: (NSURL *)url configuration: (MLModelConfiguration *)configuration error: (NSError **)error
{
    NSError *failure = StandInFailureOf(StandInLoad);
    MLModel *made = failure == nil ? [[self new] autorelease] : nil;
    if (made != nil)
    {
        char reason[1024] = "";
        NSString *name = [[[NSFileManager defaultManager] directoryContentsAtPath: [url path]] lastObject];
        NSString *path = [[url path] stringByAppendingPathComponent: name == nil ? @"" : name];
        made->model = StandInCurrentEngine.load([path UTF8String], [configuration computeUnits], reason, sizeof(reason));
        if (made->model == NULL) failure = StandInError(3, [NSString stringWithUTF8String: reason], nil);
    }

    if (failure == nil) return made;
    if (error != NULL) *error = failure;
    return nil;
}

- (void) dealloc
{
    if (model != NULL) StandInCurrentEngine.unload(model);
    [super dealloc];
}

/// Fills an input in from what was given; the fault where it does not fit the declaration.
- (NSString *) take: (MLDictionaryFeatureProvider *)features into: (StandInArray *)input
{
    MLMultiArray *array = [[features featureValueForName: [NSString stringWithUTF8String: input->name]] multiArrayValue];
    if (array == nil) return [NSString stringWithFormat: @"feature %s is missing", input->name];
    if ([array dataType] != MLMultiArrayDataTypeFloat32) return [NSString stringWithFormat: @"feature %s is not float32", input->name];
    BOOL fits = (long)[[array shape] count] == input->rank;
    for (long axis = 0; fits && axis < input->rank; axis++)
    {
        fits = [[[array shape] objectAtIndex: axis] longValue] == input->shape[axis];
        input->strides[axis] = [[[array strides] objectAtIndex: axis] longValue];
    }

    input->data = [array dataPointer];
    return fits ? nil : [NSString stringWithFormat: @"feature %s has another shape than the model's", input->name];
}

- (id) predict: (MLDictionaryFeatureProvider *)features error: (NSError **)error
{
    StandInArray inputs[16], outputs[16];
    NSString *fault = nil;
    long inputCount = 0, outputCount = 0;
    for (; inputCount < 16 && fault == nil && StandInCurrentEngine.describe(model, 0, inputCount, &inputs[inputCount]); inputCount++)
        fault = [self take: features into: &inputs[inputCount]];
    for (; outputCount < 16 && StandInCurrentEngine.describe(model, 1, outputCount, &outputs[outputCount]); outputCount++)
    {
        long count = 1;
        for (long axis = 0; axis < outputs[outputCount].rank; axis++) count *= outputs[outputCount].shape[axis];
        outputs[outputCount].data = calloc(count, sizeof(double));
    }

    char reason[1024] = "";
    if (fault == nil && !StandInCurrentEngine.predict(model, inputs, outputs, reason, sizeof(reason))) fault = [NSString stringWithUTF8String: reason];
    NSMutableDictionary *values = [NSMutableDictionary dictionary];
    for (long i = 0; i < outputCount; i++)
    {
        MLMultiArray *array = [[[MLMultiArray alloc] initWithFeature: &outputs[i] layout: StandInCurrentLayout] autorelease];
        [values setObject: [MLFeatureValue featureValueWithMultiArray: array] forKey: [NSString stringWithUTF8String: outputs[i].name]];
        free(outputs[i].data);
    }

    if (fault == nil) return [[[MLDictionaryFeatureProvider alloc] initWithDictionary: values error: error] autorelease];
    if (error != NULL) *error = StandInError(0, fault, nil);
    return nil;
}

- (id) predictionFromFeatures: (MLDictionaryFeatureProvider *)features error: (NSError **)error
{
    NSError *failure = StandInFailureOf(StandInPredict);
    if (!__sync_bool_compare_and_swap(&running, 0, 1)) failure = StandInError(0, @"two threads use the model at once", nil);
    else
    {
        id prediction = failure == nil ? [self predict: features error: &failure] : nil;
        __sync_bool_compare_and_swap(&running, 1, 0);
        if (prediction != nil) return prediction;
    }

    if (error != NULL) *error = failure;
    return nil;
}

@end
