// What the tests set up in the stand-ins, and ask of them. The stand-ins stand in for Core ML's classes on GNUstep: they keep the same promises about
// memory, errors, shapes and strides, and leave the arithmetic to an engine that the tests give them.

#import <Foundation/Foundation.h>

#define StandInMaximumRank 8

/// Numbers of one feature: float32 for an input, doubles without gaps for an output.
typedef struct {
    char name[256];
    void *data;
    long rank;
    long shape[StandInMaximumRank];
    long strides[StandInMaximumRank];
} StandInArray;

/// Computes models. A function that fails writes the reason, at most `capacity` bytes with the closing zero.
typedef struct {
    /// Reads a model from its file or package; NULL where it cannot.
    void *(*load)(const char *path, long computeUnits, char *reason, long capacity);
    void (*unload)(void *model);
    /// Describes an input (kind 0) or an output (kind 1); 0 where there are no more.
    int (*describe)(void *model, int kind, long index, StandInArray *feature);
    /// Computes the outputs, whose memory is there; 0 where it cannot.
    int (*predict)(void *model, const StandInArray *inputs, StandInArray *outputs, char *reason, long capacity);
} StandInEngine;

/// How outputs are laid out.
typedef struct {
    /// An MLMultiArrayDataType.
    long dataType;
    /// Axes of extent 1 before the others.
    long leadingOnes;
    /// How far apart neighbours of a row are.
    long innerStride;
    /// Rows start at multiples of it.
    long rowAlignment;
} StandInLayout;

typedef enum { StandInNever, StandInCompile, StandInLoad, StandInPredict } StandInStage;

void StandInSetEngine(StandInEngine engine);
void StandInSetLayout(StandInLayout layout);
/// Makes every call of a stage fail with a code, for another reason with code + 1.
void StandInFail(StandInStage stage, long code);
/// Whether MLModel has what came with macOS 13.
void StandInSetNewSystem(int isNew);
/// How many objects of the stand-ins' classes live.
long StandInLiveObjects(void);
/// Whether Foundation counts its objects from now on.
void StandInCountFoundation(int counts);
/// How many of the counted objects live, of all classes.
long StandInLiveFoundationObjects(void);

extern StandInEngine StandInCurrentEngine;
extern StandInLayout StandInCurrentLayout;

/// The error of a stage that is set to fail, else nil.
NSError *StandInFailureOf(StandInStage stage);
/// An error of Core ML's domain.
NSError *StandInError(long code, NSString *reason, NSError *underlying);

/// Counts its living instances.
@interface StandInObject : NSObject
@end

/// Has a method with more arguments than registers hold, of both kinds.
@interface StandInArguments : NSObject
+ (double) weighIntegers: (long)a : (long)b : (long)c : (long)d : (long)e : (long)f : (long)g
                 doubles: (double)p : (double)q : (double)r : (double)s : (double)t : (double)u : (double)v : (double)w : (double)x;
@end
