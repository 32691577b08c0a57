# What the compiler and the linker were asked for is in the built program.

load helpers

setup_file() {
    export BUILT
    BUILT=$(realpath "${STANCE:-$BATS_TEST_DIRNAME/../../build/stance}")
}

elf() {
    LC_ALL=C readelf --wide "$@" "$BUILT"
}

@test "the program is position independent: the kernel places it where it likes" {
    like "$(elf --file-header)" 'Type: +DYN'
    like "$(elf --dynamic)" 'FLAGS_1.* PIE'
}

@test "what the loader has resolved is read-only before main" {
    has "$(elf --program-headers)" GNU_RELRO
    like "$(elf --dynamic)" 'FLAGS\).*BIND_NOW'
}

@test "no memory that the program begins with is both writable and executable" {
    like "$(elf --program-headers)" 'GNU_STACK( +0x[0-9a-f]+)+ RW '
    run grep -E '^ +LOAD.* RWE' <(elf --program-headers)
    is "$status" 1
}

@test "functions with arrays look after the stack" {
    has "$(elf --dyn-syms)" __stack_chk_fail
}

@test "printf and its like know the size of what they write to" {
    case $BUILT in
    */debug/* | */san/* | */coverage/*) skip "glibc checks sizes in the release build only" ;;
    esac
    like "$(elf --dyn-syms)" '__v?snprintf_chk'
}
