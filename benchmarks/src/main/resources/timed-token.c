/*
 * A PKCS#11 library in front of another one. A signature takes as long as in a token of so many units that each need so many
 * microseconds, without the processor time of this machine: a call waits in the token until a unit is free. Each is noted: what
 * the benchmark knows of the token is from here.
 *
 * TIMED_TOKEN_LIBRARY, TIMED_TOKEN_UNITS, TIMED_TOKEN_MICROS, TIMED_TOKEN_NOTES: the library behind, and a file of NOTES pairs of
 * 64-bit integers, nanoseconds of the monotonic clock: when a unit began a signature, and when it was done with it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>

enum { SIGN = 43, FUNCTIONS = 68, NOTES = 1 << 20, MOST_UNITS = 64 };

typedef unsigned long (*function)();
typedef unsigned long (*signing)(unsigned long, unsigned char *, unsigned long, unsigned char *, unsigned long *);

/* CK_FUNCTION_LIST of PKCS#11 2.40. */
struct functions {
    unsigned char version[2];
    function call[FUNCTIONS];
};

struct note {
    int64_t begun, done;
};

static struct functions functions;
static signing sign_behind;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t free_from[MOST_UNITS];
static int units;
static int64_t nanos;
static struct note *notes;
static uint32_t noted;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Gives the work to the unit that is free first. */
static int64_t take(int64_t arrived) {
    pthread_mutex_lock(&lock);
    int first = 0;
    for (int unit = 1; unit < units; unit++) {
        if (free_from[unit] < free_from[first]) {
            first = unit;
        }
    }
    int64_t begun = free_from[first] > arrived ? free_from[first] : arrived;
    free_from[first] = begun + nanos;
    if (noted < NOTES) {
        notes[noted++] = (struct note) {begun, begun + nanos};
    }
    pthread_mutex_unlock(&lock);
    return begun + nanos;
}

static unsigned long sign(
        unsigned long session, unsigned char *data, unsigned long length, unsigned char *out, unsigned long *out_length) {
    prctl(PR_SET_TIMERSLACK, 1);
    int64_t done = take(now());
    unsigned long result = sign_behind(session, data, length, out, out_length);
    struct timespec until = {done / 1000000000LL, done % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) != 0) {
    }
    return result;
}

unsigned long C_GetFunctionList(struct functions **list) {
    if (sign_behind == NULL) {
        void *library = dlopen(getenv("TIMED_TOKEN_LIBRARY"), RTLD_NOW);
        if (library == NULL) {
            return 5; /* CKR_GENERAL_ERROR */
        }
        struct functions *behind;
        unsigned long result = ((unsigned long (*)(struct functions **)) dlsym(library, "C_GetFunctionList"))(&behind);
        if (result != 0) {
            return result;
        }
        int file = open(getenv("TIMED_TOKEN_NOTES"), O_RDWR);
        notes = mmap(NULL, NOTES * sizeof(struct note), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (file < 0 || notes == MAP_FAILED) {
            return 5;
        }
        nanos = atoll(getenv("TIMED_TOKEN_MICROS")) * 1000;
        units = atoi(getenv("TIMED_TOKEN_UNITS"));
        functions = *behind;
        sign_behind = (signing) behind->call[SIGN];
        functions.call[SIGN] = (function) sign;
    }
    *list = &functions;
    return 0;
}
