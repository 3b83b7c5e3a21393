#import "StandIn.h"
#import <Foundation/NSDebug.h>

StandInEngine StandInCurrentEngine;
StandInLayout StandInCurrentLayout;

static StandInStage failingStage;
static long failingCode;
static long liveObjects;

void StandInSetEngine(StandInEngine engine) { StandInCurrentEngine = engine; }

void StandInSetLayout(StandInLayout layout) { StandInCurrentLayout = layout; }

void StandInFail(StandInStage stage, long code)
{
    failingStage = stage;
    failingCode = code;
}

NSError *StandInFailureOf(StandInStage stage)
{
    if (stage != failingStage) return nil;
    return StandInError(failingCode, @"set to fail", StandInError(failingCode + 1, @"by a test", nil));
}

NSError *StandInError(long code, NSString *reason, NSError *underlying)
{
    NSMutableDictionary *info = [NSMutableDictionary dictionaryWithObject: reason forKey: NSLocalizedDescriptionKey];
    // The value of Apple's NSUnderlyingErrorKey; GNUstep's has another.
    if (underlying != nil) [info setObject: underlying forKey: @"NSUnderlyingError"];
    return [NSError errorWithDomain: @"com.apple.CoreML" code: code userInfo: info];
}

long StandInLiveObjects(void) { return __sync_fetch_and_add(&liveObjects, 0); }

void StandInCountFoundation(int counts) { GSDebugAllocationActive(counts ? YES : NO); }

long StandInLiveFoundationObjects(void)
{
    long live = 0;
    for (Class *counted = GSDebugAllocationClassList(); *counted != Nil; counted++) live += GSDebugAllocationCount(*counted);
    return live;
}

@implementation StandInObject

+ (id) allocWithZone: (NSZone *)zone
{
    __sync_fetch_and_add(&liveObjects, 1);
    return [super allocWithZone: zone];
}

- (void) dealloc
{
    __sync_fetch_and_sub(&liveObjects, 1);
    [super dealloc];
}

@end

@implementation StandInArguments

// Runs within the search for the first method, and leaves its own numbers in every register for doubles.
+ (void) initialize
{
    char text[256];
    snprintf(text, sizeof(text), "%g %g %g %g %g %g %g %g", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8);
}

+ (double) weighIntegers: (long)a : (long)b : (long)c : (long)d : (long)e : (long)f : (long)g
                 doubles: (double)p : (double)q : (double)r : (double)s : (double)t : (double)u : (double)v : (double)w : (double)x
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * p + 9 * q + 10 * r + 11 * s + 12 * t + 13 * u + 14 * v + 15 * w + 16 * x;
}

@end
