"""The beginning of every hostile file: raw system calls, a list for what the attack got, and a right rnn_step.

hostile_bait puts this text in front of each file of submissions/hostile and replaces the words in double underscores by
the places of the bait. A file defines attack(), run at the first call; it reports what it got with got(), and rnn_step then
returns that instead of a state. So the file is right exactly where the attack failed.
"""

import ctypes
import os

import numpy as np

BAG = []
TRIED = []
ENOSYS = 38
# The numbers of x86-64 and aarch64; from 424 on they are everybody's.
NUMBERS = {
    "x86_64": """open 2 mmap 9 fcntl 72 ioctl 16 shmget 29 shmctl 31 socket 41 clone 56 fork 57 vfork 58 execve 59 kill 62
    semget 64 semctl 66 msgget 68 msgctl 71 truncate 76 ftruncate 77 rename 82 mkdir 83 rmdir 84 creat 85 link 86
    unlink 87 symlink 88 readlink 89 chmod 90 fchmod 91 chown 92 lchown 94 ptrace 101 syslog 103 setuid 105 capset 126
    rt_sigqueueinfo 129 utime 132 mknod 133 uselib 134 personality 135 ustat 136 setpriority 141 sched_setscheduler 144
    modify_ldt 154 pivot_root 155 prctl 157 adjtimex 159 chroot 161 acct 163 settimeofday 164 mount 165 umount2 166
    swapon 167 swapoff 168 reboot 169 sethostname 170 setdomainname 171 iopl 172 ioperm 173 init_module 175
    delete_module 176 quotactl 179 setxattr 188 getxattr 191 tkill 200 sched_setaffinity 203 io_setup 206
    lookup_dcookie 212 clock_settime 227 tgkill 234 utimes 235 mbind 237 mq_open 240 mq_unlink 241 kexec_load 246
    add_key 248 request_key 249 keyctl 250 ioprio_set 251 inotify_init 253 migrate_pages 256 openat 257 mkdirat 258
    mknodat 259 fchownat 260 futimesat 261 unlinkat 263 renameat 264 linkat 265 symlinkat 266 readlinkat 267
    fchmodat 268 unshare 272 splice 275 tee 276 vmsplice 278 move_pages 279 utimensat 280 fallocate 285
    inotify_init1 294 rt_tgsigqueueinfo 297 perf_event_open 298 fanotify_init 300 prlimit64 302 name_to_handle_at 303
    open_by_handle_at 304 clock_adjtime 305 setns 308 process_vm_readv 310 process_vm_writev 311 kcmp 312
    finit_module 313 renameat2 316 seccomp 317 memfd_create 319 kexec_file_load 320 bpf 321 execveat 322
    userfaultfd 323 copy_file_range 326""",
    "aarch64": """io_setup 0 setxattr 5 getxattr 8 lookup_dcookie 18 fcntl 25 inotify_init1 26 ioctl 29 ioprio_set 30
    mknodat 33 mkdirat 34 unlinkat 35 symlinkat 36 linkat 37 renameat 38 umount2 39 mount 40 pivot_root 41 truncate 45
    ftruncate 46 fallocate 47 chroot 51 fchmod 52 fchmodat 53 fchownat 54 openat 56 quotactl 60 vmsplice 75 splice 76
    tee 77 readlinkat 78 utimensat 88 acct 89 capset 91 personality 92 unshare 97 kexec_load 104 init_module 105
    delete_module 106 clock_settime 112 syslog 116 ptrace 117 sched_setscheduler 119 sched_setaffinity 122 kill 129
    tkill 130 tgkill 131 rt_sigqueueinfo 138 setpriority 140 reboot 142 setuid 146 sethostname 161 setdomainname 162
    prctl 167 settimeofday 170 adjtimex 171 mq_open 180 mq_unlink 181 msgget 186 msgctl 187 semget 190 semctl 191
    shmget 194 shmctl 195 socket 198 add_key 217 request_key 218 keyctl 219 clone 220 execve 221 mmap 222 swapon 224
    swapoff 225 mbind 235 migrate_pages 238 move_pages 239 rt_tgsigqueueinfo 240 perf_event_open 241 prlimit64 261
    fanotify_init 262 name_to_handle_at 264 open_by_handle_at 265 clock_adjtime 266 setns 268 process_vm_readv 270
    process_vm_writev 271 kcmp 272 finit_module 273 renameat2 276 seccomp 277 memfd_create 279 bpf 280 execveat 281
    userfaultfd 282 copy_file_range 285 kexec_file_load 294""",
    "everywhere": """pidfd_send_signal 424 io_uring_setup 425 open_tree 428 move_mount 429 fsopen 430 fspick 433
    pidfd_open 434 clone3 435 openat2 437 pidfd_getfd 438 process_madvise 440 mount_setattr 442 quotactl_fd 443
    landlock_create_ruleset 444 landlock_restrict_self 446 memfd_secret 447 process_mrelease 448 fchmodat2 452
    statmount 457 listmount 458
    lsm_get_self_attr 459 lsm_set_self_attr 460 setxattrat 463 getxattrat 464 open_tree_attr 467""",
}
MACHINE = "__MACHINE__"
WORDS = (NUMBERS[MACHINE] + " " + NUMBERS["everywhere"]).split()
SYSCALLS = dict(zip(WORDS[::2], map(int, WORDS[1::2]), strict=True))
LIBC = ctypes.CDLL(None, use_errno=True)


def syscall(name, *args):
    """What the kernel answers to a name or number: what succeeds, or minus the error; no call of this machine: ENOSYS."""
    number = SYSCALLS.get(name, -1) if isinstance(name, str) else name
    LIBC.syscall.restype = ctypes.c_long
    got = LIBC.syscall(ctypes.c_long(number), *(ctypes.c_long(a) if isinstance(a, int) else a for a in args))
    return got if got != -1 else -ctypes.get_errno()


def got(what):
    """Loot, or a word about what was done."""
    BAG.append(str(what)[:250])


def attempt(function, *args, **named):
    """What it returns; None if it fails in any way."""
    try:
        return function(*args, **named)
    except BaseException:
        return None


def read(descriptor):
    """Tells what can be read from an open file, if it is one."""
    if descriptor is not None and descriptor >= 0 and (text := attempt(os.pread, descriptor, 200, 0)):
        got(text)


def attack():
    """Nothing; each file has its own."""


def rnn_step(x_t, h_prev, W, W_h, b):
    if not TRIED:
        TRIED.append(True)
        attack()
    if BAG:
        raise RuntimeError("LOOT " + " | ".join(BAG))
    return np.tanh(x_t @ W.T + h_prev @ W_h.T + b)
