; The probe guest as a kernel, for hosts that load one beside the disk. The first sector is the probe's own, which whoever writes an image
; puts there; the loader of the Linux boot protocol passes it by and jumps to the second. Before the probe begins, this writes to COM1:
;
;   command line X   the command line that the loader gave, word for word
;   RAM disk H       the size of the RAM disk that the loader gave, in bytes, eight hexadecimal digits; zeros for none
;
; Then it puts the first sector where firmware would have, and jumps there with the first disk in DL. The probe reads and writes its boot
; counter on that disk, as ever.
;
; README.md beside this file says more. Build: nasm -f bin -o kernel.bin kernel.asm

bits 16
cpu 386

COM1            equ 0x3f8
SECTOR          equ 512
SETUP_SECTORS   equ 4                   ; what runs in real mode, behind the first sector
TAIL            equ 4 * SECTOR          ; what would run in protected mode: loaders want some
HIGH            equ 0x100000            ; where loaders put that
PROBE_AT        equ 0x7c00
FIRST_DISK      equ 0x80

        times 0x1f1 db 0                ; the probe, up to here

; The header of the protocol, version 2.02: the oldest that hands a command line over by a pointer.
        db      SETUP_SECTORS
        dw      0                       ; root_flags
        dd      TAIL / 16               ; syssize
        dw      0                       ; ram_size
        dw      0xffff                  ; vid_mode: as it is
        dw      0                       ; root_dev
        dw      0xaa55

; From here on offsets count from the second sector: the loader jumps here with that segment in CS.
section setup vstart=0 start=SECTOR
        jmp     short begin
        db      "HdrS"
        dw      0x0202
        dd      0                       ; realmode_swtch
        dw      0                       ; start_sys_seg
        dw      0                       ; kernel_version
        db      0                       ; type_of_loader
        db      1                       ; loadflags: the rest goes high
        dw      0                       ; setup_move_size
        dd      HIGH                    ; code32_start
        dd      0                       ; ramdisk_image
ramdisk dd      0                       ; ramdisk_size
        dd      0                       ; bootsect_kludge
        dw      0                       ; heap_end_ptr
        dw      0                       ; ext_loader
cmdline dd      0                       ; cmd_line_ptr
        times   0x70 - ($ - $$) db 0    ; fields of later versions, which some loaders fill in all the same

begin:
        cld
        mov     ax, cs
        mov     ds, ax

        ; COM1: divisor 1 (115200), 8N1, no interrupts, no FIFO
        mov     si, uart
        mov     cx, 6
.uart:  lodsw
        movzx   dx, al
        add     dx, COM1
        mov     al, ah
        out     dx, al
        loop    .uart

        mov     si, said_line
        call    puts
        mov     eax, [cmdline]
        mov     si, ax
        and     si, 15
        shr     eax, 4
        mov     ds, ax
        call    puts
        push    cs
        pop     ds

        mov     si, said_disk
        call    puts
        mov     ebx, [ramdisk]
        mov     cx, 8
.digit: rol     ebx, 4
        mov     al, bl
        and     al, 15
        add     al, '0'
        cmp     al, '9'
        jbe     .put
        add     al, 'a' - '9' - 1
.put:   call    putc
        loop    .digit
        mov     si, line_end
        call    puts

        ; The first sector, which is before this one, to where firmware would have put it.
        mov     ax, cs
        sub     ax, SECTOR / 16
        mov     ds, ax
        xor     ax, ax
        mov     es, ax
        xor     si, si
        mov     di, PROBE_AT
        mov     cx, SECTOR / 2
        rep     movsw
        mov     dl, FIRST_DISK
        jmp     0:PROBE_AT

; Writes the text at DS:SI, up to its zero.
puts:   lodsb
        test    al, al
        jz      .done
        call    putc
        jmp     puts
.done:  ret

; Writes AL.
putc:   push    ax
        mov     dx, COM1 + 5
.full:  in      al, dx
        test    al, 0x20
        jz      .full
        pop     ax
        mov     dx, COM1
        out     dx, al
        ret

uart            db 3, 0x80, 0, 1, 1, 0, 3, 3, 1, 0, 2, 0
said_line       db "command line ", 0
said_disk       db 13, 10, "RAM disk ", 0
line_end        db 13, 10, 0

        times SETUP_SECTORS * SECTOR - ($ - $$) db 0
        times TAIL db 0
