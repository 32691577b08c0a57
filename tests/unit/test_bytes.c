#include "base/bytes.h"
#include "check.h"

static void test_u32(void)
{
    static const struct {
        uint32_t value;
        unsigned char bytes[4];
    } cases[] = {
        {0, {0, 0, 0, 0}},
        {1, {1, 0, 0, 0}},
        {0x04030201, {1, 2, 3, 4}},
        {0x80000000, {0, 0, 0, 0x80}},
        {UINT32_MAX, {0xff, 0xff, 0xff, 0xff}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        bytes_put_u32(&out, cases[i].value);
        REQUIRE(out.length == 4);
        CHECK(memcmp(out.data, cases[i].bytes, 4) == 0);
        struct byte_reader reader = byte_reader_on(cases[i].bytes, 4);
        CHECK_INT(bytes_get_u32(&reader), cases[i].value);
        CHECK_INT(reader.position, 4);
        CHECK(!reader.overrun);
        buffer_release(&out);
    }
}

static void test_u64(void)
{
    static const struct {
        uint64_t value;
        unsigned char bytes[8];
    } cases[] = {
        {0, {0}},
        {0x0807060504030201, {1, 2, 3, 4, 5, 6, 7, 8}},
        {(uint64_t)1 << 63, {0, 0, 0, 0, 0, 0, 0, 0x80}},
        {(uint64_t)1 << 32, {0, 0, 0, 0, 1, 0, 0, 0}},
        {UINT64_MAX, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        bytes_put_u64(&out, cases[i].value);
        REQUIRE(out.length == 8);
        CHECK(memcmp(out.data, cases[i].bytes, 8) == 0);
        struct byte_reader reader = byte_reader_on(cases[i].bytes, 8);
        CHECK(bytes_get_u64(&reader) == cases[i].value);
        CHECK(!reader.overrun);
        buffer_release(&out);
    }
}

static void test_floats(void)
{
    static const struct {
        double value;
        unsigned char as_f32[4];
        unsigned char as_f64[8];
    } cases[] = {
        {0.0, {0}, {0}},
        {-0.0, {0, 0, 0, 0x80}, {0, 0, 0, 0, 0, 0, 0, 0x80}},
        {1.0, {0, 0, 0x80, 0x3f}, {0, 0, 0, 0, 0, 0, 0xf0, 0x3f}},
        {-2.5, {0, 0, 0x20, 0xc0}, {0, 0, 0, 0, 0, 0, 4, 0xc0}},
        {INFINITY, {0, 0, 0x80, 0x7f}, {0, 0, 0, 0, 0, 0, 0xf0, 0x7f}},
        {-INFINITY, {0, 0, 0x80, 0xff}, {0, 0, 0, 0, 0, 0, 0xf0, 0xff}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer out = BUFFER_EMPTY;
        bytes_put_f32(&out, (float)cases[i].value);
        bytes_put_f64(&out, cases[i].value);
        REQUIRE(out.length == 12);
        CHECK(memcmp(out.data, cases[i].as_f32, 4) == 0);
        CHECK(memcmp(out.data + 4, cases[i].as_f64, 8) == 0);
        struct byte_reader reader = byte_reader_on(out.data, out.length);
        double first = (double)bytes_get_f32(&reader);
        double second = bytes_get_f64(&reader);
        CHECK(first == cases[i].value && signbit(first) == signbit(cases[i].value));
        CHECK(second == cases[i].value && signbit(second) == signbit(cases[i].value));
        buffer_release(&out);
    }
}

static void test_nan_keeps_its_bits(void)
{
    static const unsigned char bits[8] = {1, 2, 3, 4, 5, 6, 0xf8, 0x7f};
    struct byte_reader reader = byte_reader_on(bits, sizeof bits);
    double value = bytes_get_f64(&reader);
    CHECK(isnan(value));
    struct buffer out = BUFFER_EMPTY;
    bytes_put_f64(&out, value);
    REQUIRE(out.length == 8);
    CHECK(memcmp(out.data, bits, 8) == 0);
    buffer_release(&out);
}

static void test_runs_are_in_place(void)
{
    const char *text = "abcdef";
    struct byte_reader reader = byte_reader_on(text, 6);
    CHECK(bytes_get_run(&reader, 0) == text);
    CHECK(bytes_get_run(&reader, 2) == text);
    CHECK(bytes_get_run(&reader, 4) == text + 2);
    CHECK(bytes_get_run(&reader, 0) == text + 6);
    CHECK(!reader.overrun);
    CHECK(bytes_get_run(&reader, 1) == NULL);
    CHECK(reader.overrun);
}

static void test_overrun_gives_zeros(void)
{
    static const unsigned char ones[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    for (size_t length = 0; length < 8; length++) {
        struct byte_reader reader = byte_reader_on(ones, length);
        CHECK(bytes_get_u64(&reader) == 0);
        CHECK(reader.overrun);
        CHECK_INT(reader.position, 0);
        CHECK_INT(bytes_get_u32(&reader), 0);
        CHECK(bytes_get_f32(&reader) == 0.0F);
        CHECK(bytes_get_f64(&reader) == 0.0);
        CHECK(bytes_get_run(&reader, 0) == NULL);
        CHECK_INT(reader.position, 0);
    }
}

static void test_overrun_in_the_middle(void)
{
    struct byte_reader reader = byte_reader_on("\1\0\0\0\2\0", 6);
    CHECK_INT(bytes_get_u32(&reader), 1);
    CHECK_INT(bytes_get_u32(&reader), 0);
    CHECK(reader.overrun);
    CHECK_INT(reader.position, 4);
}

static void test_counts_are_bounded(void)
{
    static const struct {
        size_t read;
        uint64_t count;
        size_t size;
        bool fits;
    } cases[] = {
        {0, 0, 1, true},
        {0, 10, 1, true},
        {0, 11, 1, false},
        {0, 2, 5, true},
        {0, 3, 4, false},
        {4, 6, 1, true},
        {4, 7, 1, false},
        {10, 0, 8, true},
        {10, 1, 1, false},
        {0, UINT64_MAX, 1, false},
        {0, UINT64_MAX / 8 + 2, 8, false},
        {0, ((uint64_t)1 << 32) + 1, 4, false},
        {0, 1, SIZE_MAX, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct byte_reader reader = byte_reader_on("0123456789", 10);
        (void)bytes_get_run(&reader, cases[i].read);
        CHECK_INT(bytes_can_hold(&reader, cases[i].count, cases[i].size), cases[i].fits);
    }
    struct byte_reader reader = byte_reader_on("0123456789", 10);
    (void)bytes_get_run(&reader, 11);
    CHECK(!bytes_can_hold(&reader, 1, 1));
}

const struct suite suite_bytes = {
    "base/bytes",
    (const struct test[]){
        {"32 bits", test_u32},
        {"64 bits", test_u64},
        {"floating point", test_floats},
        {"a NaN keeps its bits", test_nan_keeps_its_bits},
        {"runs are in place", test_runs_are_in_place},
        {"an overrun gives zeros and stays", test_overrun_gives_zeros},
        {"an overrun in the middle", test_overrun_in_the_middle},
        {"counts are held against what remains", test_counts_are_bounded},
        {NULL, NULL},
    },
};
