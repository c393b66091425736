; The probe guest: a boot sector that makes what a guest lives through observable
; without an operating system. It writes lines to COM1 at 115200 8N1:
;
;   boot N        once per boot; N is kept in LBA 1 of the boot disk
;   tick N        ten times a second, counted from 1 in each boot
;   power button  the ACPI power button was pressed
;   off           the guest is about to power itself off
;   nmi           a non-maskable interrupt has come
;   disk error    LBA 1 could not be read or written
;
; What it tells of its other disks is in disks.asm, which it loads from LBA 8 if its flags ask for it.
; README.md beside this file describes the parameter block and the boot counter.
; Build: nasm -f bin -o probe.bin probe.asm

bits 16
cpu 386
org 0x7c00

COM1            equ 0x3f8
PIT_HZ          equ 1193182
TIMER_HZ        equ 20                  ; interrupts per second; a tick is every second one
TIMER_HOOK      equ 0x1c * 4            ; interrupt vector the BIOS calls at each timer interrupt
NMI_HOOK        equ 0x02 * 4            ; interrupt vector of the NMI
TICK            equ TIMER_HZ / 10       ; timer interrupts per tick
COUNTER         equ 0x7e00              ; where LBA 1 is read to; the counter is its first four bytes
PWRBTN          equ 0x0100              ; the power button's bit in PM1_STS and PM1_EN
SLP_EN_S5       equ 0x2000              ; SLP_EN with SLP_TYP 0: soft off
FLAG_IGNORE     equ 0x01                ; flags bit 0: leave the power button disabled
FLAGS_DISKS     equ 0x0e                ; flags bits 1 to 3: what to do about other disks
DISKS           equ 0x8000              ; where disks.asm is read to: four sectors from LBA 8
DISKS_MAGIC     equ 'VDKD'              ; how it begins; its entry follows

        jmp     0:start

        times 16 - ($ - $$) db 0

; The parameter block, at offset 16 of the sector. Whoever writes an image patches it.
        db      "VDKPROBE"
pm1base dw      0x600                   ; +8  I/O port of the ACPI PM1a event block
flags   dw      0                       ; +10
offat   dw      0                       ; +12 power off after this many ticks; 0: never
        dw      0                       ; +14 reserved

start:
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, 0x7c00
        mov     [drive], dl             ; the disk the BIOS booted from
        mov     word [TIMER_HOOK], timer
        mov     [TIMER_HOOK + 2], ax
        mov     word [NMI_HOOK], nmi
        mov     [NMI_HOOK + 2], ax
        cld
        sti

        ; COM1: divisor 1 (115200), 8N1, no FIFO, no interrupts
        mov     si, uart
        mov     cx, 5
.uart:  lodsw
        movzx   dx, al
        add     dx, COM1
        mov     al, ah
        out     dx, al
        loop    .uart

        ; Timer 0, mode 2, TIMER_HZ
        mov     al, 0x34
        out     0x43, al
        mov     al, (PIT_HZ / TIMER_HZ) & 0xff
        out     0x40, al
        mov     al, (PIT_HZ / TIMER_HZ) >> 8
        out     0x40, al

        ; Count this boot on the disk
        mov     bx, COUNTER
        mov     cx, 0x0002              ; LBA 1, as cylinder 0, sector 2
        mov     ax, 0x0201              ; read one sector
        call    sectors
        inc     dword [bx]
        mov     ax, 0x0301              ; write it back
        call    sectors
        mov     eax, [bx]
        mov     si, s_boot
        call    line

        ; Look at the other disks
        test    byte [flags], FLAGS_DISKS
        jz      .alone
        mov     bx, DISKS
        mov     cl, 9                   ; LBA 8
        mov     ax, 0x0204
        call    sectors
        cmp     dword [bx], DISKS_MAGIC
        jne     .alone                  ; another disk than the one that this came from
        mov     ax, [flags]
        mov     dl, [drive]
        call    DISKS + 4
.alone:

        test    byte [flags], FLAG_IGNORE
        jnz     .ready
        mov     dx, [pm1base]
        inc     dx
        inc     dx
        mov     ax, PWRBTN
        out     dx, ax                  ; PM1_EN
.ready:
        xor     ebp, ebp                ; ticks in this boot
        mov     word [elapsed], 0

        ; Sleep until the next interrupt; tell NMIs; look at the button; tick when it is time
doze:   hlt
.nmis:  cmp     byte [nmis], 0
        je      .button
        dec     byte [nmis]
        mov     si, s_nmi
        call    text
        jmp     .nmis
.button:
        test    byte [flags], FLAG_IGNORE
        jnz     .time
        mov     dx, [pm1base]
        in      ax, dx                  ; PM1_STS
        cmp     ax, 0xffff              ; nothing answers at that port
        je      .time
        test    ax, PWRBTN
        jnz     pressed
.time:  cmp     word [elapsed], TICK
        jb      doze
        sub     word [elapsed], TICK
        inc     ebp
        mov     eax, ebp
        mov     si, s_tick
        call    line
        movzx   eax, word [offat]
        test    ax, ax
        jz      doze
        cmp     ebp, eax
        jb      doze
        jmp     off

pressed:
        mov     si, s_button
        call    text
off:    mov     si, s_off
        call    text
        mov     dx, [pm1base]
        add     dx, 4
        mov     ax, SLP_EN_S5
        out     dx, ax                  ; PM1_CNT
        cli
.halt:  hlt                             ; reached only where that port is not PM1_CNT
        jmp     .halt

; Called by the BIOS at each timer interrupt.
timer:
        inc     word [cs:elapsed]
        iret

nmi:
        inc     byte [cs:nmis]
        iret

; Moves AL sectors of the boot disk, from sector CL of its first track, to or from [bx].
sectors:
        push    cx
        mov     dh, 0
        mov     dl, [drive]
        int     0x13
        pop     cx
        jnc     .done
        mov     si, s_error
        call    text
.done:  ret

; Prints the text at si, then eax in decimal, then a line end.
line:
        push    eax
        call    text
        pop     eax
        mov     ecx, 10
        mov     di, digits_end
.digit: xor     edx, edx
        div     ecx
        add     dl, '0'
        dec     di
        mov     [di], dl
        test    eax, eax
        jnz     .digit
        mov     si, di
        ; falls through: the digits are followed by a line end and the terminator

; Prints the text at si up to its zero byte.
text:
        lodsb
        test    al, al
        jz      .done
        mov     ah, al
        mov     dx, COM1 + 5
.busy:  in      al, dx
        test    al, 0x20
        jz      .busy
        mov     dx, COM1
        mov     al, ah
        out     dx, al
        jmp     text
.done:  ret

uart            db      3, 0x80,  0, 1,  1, 0,  3, 0x03,  4, 0x03
s_boot          db      "boot ", 0
s_tick          db      "tick ", 0
s_button        db      "power button", 13, 10, 0
s_off           db      "off", 13, 10, 0
s_nmi           db      "nmi", 13, 10, 0
s_error         db      "disk error", 13, 10, 0
digits          times 10 db 0
digits_end      db      13, 10, 0
drive           db      0
nmis            db      0               ; NMIs that are not told yet
elapsed         dw      0               ; timer interrupts not yet made into ticks

        times 0x1f1 - ($ - $$) db 0     ; from here on a kernel has its own header, see kernel.asm
        times 510 - ($ - $$) db 0
        dw      0xaa55
