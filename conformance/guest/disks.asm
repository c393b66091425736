; What the probe guest tells of the disks beside the one that it booted from. probe.asm loads this to 0:8000 and calls it once per boot,
; with its flags in AX and the disk it booted from in DL. It writes lines to COM1:
;
;   disk I S sectors of B bytes H   disk I (from 0x80 on, as the BIOS counts) has S sectors; H are its first 16 bytes, or "unreadable"
;   data I O H                      32 bytes at offset O, in hexadecimal; only with FLAG_CONTENTS, and only where they are not all zero
;   wrote I                         the text below has been written to it; only with FLAG_WRITE
;   disks N                         that were all, and there were N
;
; README.md beside this file says more. Build: nasm -f bin -o disks.bin disks.asm

bits 16
cpu 386
org 0x8000

COM1            equ 0x3f8
FLAG_CONTENTS   equ 0x04                ; flags bit 2
FLAG_WRITE      equ 0x08                ; flags bit 3
HARD_DISKS      equ 0x475               ; where the BIOS keeps the number of hard disks
FIRST_HARD      equ 0x80
FIRST_CD        equ 0xe0                ; SeaBIOS gives CD drives numbers from here on; other firmware may give them none
CDS             equ 4                   ; how many of those are tried
BUFFER          equ 0x1000              ; segment of a chunk
CHUNK           equ 8                   ; sectors in one
SEEN            equ 0x100000            ; bytes of a disk that are looked at, from its beginning
MOST_ROWS       equ 600                 ; of one disk, so that a console holds them
ROW             equ 32                  ; bytes

        db      "VDKD"

tell:
        mov     [flags], ax
        mov     [booted], dl
        mov     word [count], 0

        mov     dl, FIRST_HARD
        mov     dh, [HARD_DISKS]
.hard:  dec     dh
        js      .cds
        cmp     dl, [booted]
        je      .next
        call    disk
.next:  inc     dl
        jmp     .hard

.cds:   mov     dx, CDS * 256 + FIRST_CD
.cd:    call    disk
        inc     dl
        dec     dh
        jnz     .cd

        mov     si, s_disks
        call    text
        movzx   eax, word [count]
        call    number
        jmp     line_end

; Tells of the disk in DL, if there is one.
disk:
        pusha
        mov     [unit], dl
        mov     si, params
        mov     word [si], params.end - params
        mov     ah, 0x48                ; EDD: drive parameters
        int     0x13
        jc      .none
        inc     word [count]
        mov     word [rows], MOST_ROWS

        ; All ones stand for a size that the BIOS does not know: what a CD drive holds
        mov     eax, [params.sectors]
        and     eax, [params.sectors + 4]
        inc     eax
        jnz     .sized
        mov     [params.sectors], eax
        mov     [params.sectors + 4], eax
.sized:
        mov     si, s_disk
        call    text_and_unit
        call    space
        mov     edx, [params.sectors + 4]
        mov     eax, [params.sectors]
        call    long_number
        mov     si, s_sectors
        call    text
        movzx   eax, word [params.bytes]
        call    number
        mov     si, s_bytes
        call    text

        xor     eax, eax
        mov     [place], eax
        mov     [place + 4], eax
        mov     ah, 0x42                ; EDD: read
        call    move
        jc      .unreadable
        xor     si, si
        mov     cx, 16
        call    bytes
        call    line_end

        test    byte [flags], FLAG_CONTENTS
        jz      .shown
        call    contents
.shown: test    byte [flags], FLAG_WRITE
        jz      .none
        call    write
.none:  popa
        ret

.unreadable:
        mov     si, s_unreadable
        call    text
        popa
        ret

; Shows the beginning of the disk, whose first chunk is in the buffer, and its last sector.
contents:
        call    chunk_rows
        movzx   eax, word [packet.count]
        add     [place], eax
        movzx   ecx, word [params.bytes]
        mov     eax, [place]
        mul     ecx
        cmp     eax, SEEN
        jae     .last
        call    read_next
        jnc     contents
        ret                             ; that was all of it

.last:  call    to_last
        jc      .end
        call    read_next
        jc      .end
        jmp     chunk_rows
.end:   ret

; Reads the chunk at [place]. Carry: there is none.
read_next:
        mov     ah, 0x42
        jmp     move

; Goes to the last sector. Carry: its place is not known, or it has been seen.
to_last:
        mov     eax, [params.sectors]
        mov     edx, [params.sectors + 4]
        sub     eax, 1
        sbb     edx, 0
        jc      .end
        cmp     edx, [place + 4]
        ja      .go
        cmp     eax, [place]
        jb      .end
.go:    mov     [place], eax
        mov     [place + 4], edx
        clc
.end:   ret

; Shows the rows of the buffer that are not blank.
chunk_rows:
        xor     bx, bx                  ; where the row is in the buffer
        movzx   eax, word [packet.count]
        mul     word [params.bytes]
        mov     bp, ax                  ; where the buffer ends
.row:   push    es
        push    word BUFFER
        pop     es
        mov     di, bx
        mov     cx, ROW / 4
        xor     eax, eax
        repe    scasd
        pop     es
        je      .blank
        cmp     word [rows], 0
        je      .blank
        dec     word [rows]
        mov     si, s_data
        call    text_and_unit
        call    space
        call    offset
        call    space
        mov     si, bx
        mov     cx, ROW
        call    bytes
        call    line_end
.blank: add     bx, ROW
        cmp     bx, bp
        jb      .row
        ret

; Prints where on the disk the row at BX of the buffer is: twelve hexadecimal digits.
offset:
        movzx   ecx, word [params.bytes]
        mov     eax, [place]
        mul     ecx
        mov     si, [place + 4]            ; disks of 2^48 sectors are not to be had
        imul    si, cx
        add     dx, si
        movzx   ecx, bx
        add     eax, ecx
        adc     edx, 0
        push    eax
        mov     eax, edx
        shl     eax, 16
        mov     cx, 4
        call    digits
        pop     eax
        mov     cx, 8
        jmp     digits

; Writes the text to the first chunk and to the last sector. CD drives are left alone.
write:
        cmp     byte [unit], FIRST_CD
        jae     .end
        push    es
        push    word BUFFER
        pop     es
        xor     di, di
.fill:  mov     si, written
        mov     cx, written.end - written
        rep     movsb
        test    di, di
        jns     .fill                   ; up to 32 KiB
        pop     es
        xor     eax, eax
        mov     [place], eax
        mov     [place + 4], eax
        mov     ax, 0x4300              ; EDD: write
        call    move
        jc      .end
        call    to_last
        jc      .done
        mov     ax, 0x4300
        call    move
        jc      .end
.done:  mov     si, s_wrote
        call    text_and_unit
        jmp     line_end
.end:   ret

; Moves the chunk at [place], as much of it as there is, between disk and buffer; AX says how. Carry: it could not be moved.
move:
        mov     word [packet.count], CHUNK
        mov     ecx, [params.sectors]
        or      ecx, [params.sectors + 4]
        jz      .one                    ; nobody knows how much there is
        mov     ecx, [params.sectors]
        mov     edx, [params.sectors + 4]
        sub     ecx, [place]
        sbb     edx, [place + 4]
        jnz     .fits
        cmp     ecx, CHUNK
        jae     .fits
        mov     [packet.count], cx
        stc
        jcxz    .end
        jmp     .fits
.one:   mov     byte [packet.count], 1
.fits:  mov     si, packet
        mov     dl, [unit]
        int     0x13
.end:   ret

; Prints CX bytes at SI of the buffer, in hexadecimal.
bytes:
        push    ds
        push    word BUFFER
        pop     ds
.byte:  lodsb
        push    cx
        shl     eax, 24
        mov     cx, 2
        call    digits
        pop     cx
        loop    .byte
        pop     ds
        ret

; Prints the CX highest hexadecimal digits of EAX.
digits:
        rol     eax, 4
        push    ax
        and     al, 15
        cmp     al, 10
        sbb     al, 0x69                ; the shortest way from 0..15 to its character
        das
        or      al, 0x20
        call    put
        pop     ax
        loop    digits
        ret

; Prints EAX in decimal.
number:
        xor     edx, edx
; Prints EDX:EAX in decimal.
long_number:
        pushad
        mov     di, decimal.end
        mov     ebx, 10
        mov     ebp, edx
.digit: xchg    eax, ebp                ; the higher half first
        xor     edx, edx
        div     ebx
        xchg    eax, ebp
        div     ebx
        add     dl, '0'
        dec     di
        mov     [di], dl
        mov     ecx, eax
        or      ecx, ebp
        jnz     .digit
        mov     si, di
        call    text
        popad
        ret

; Prints the text at SI and the number of the disk.
text_and_unit:
        call    text
        movzx   eax, byte [unit]
        sub     al, FIRST_HARD
        jmp     number

space:
        mov     al, ' '
        jmp     put

line_end:
        mov     si, s_end

; Prints the text at SI up to its zero byte.
text:
        lodsb
        test    al, al
        jz      .done
        call    put
        jmp     text
.done:  ret

; Prints AL.
put:
        push    dx
        push    ax
        mov     dx, COM1 + 5
.busy:  in      al, dx
        test    al, 0x20
        jz      .busy
        pop     ax
        mov     dx, COM1
        out     dx, al
        pop     dx
        ret

s_disk          db      "disk ", 0
s_sectors       db      " sectors of ", 0
s_bytes         db      " bytes ", 0
s_unreadable    db      "unreadable"
s_end           db      13, 10, 0
s_data          db      "data ", 0
s_wrote         db      "wrote ", 0
s_disks         db      "disks ", 0

; What is written: 16 bytes, again and again.
written         db      "VDK PROBE WROTE "
.end:

decimal         times 20 db 0
.end            db      0

flags           dw      0
count           dw      0               ; disks told
rows            dw      0               ; rows that may still be shown of this one
booted          db      0
unit            db      0               ; the disk that is being told

; A packet of EDD. It ends with the sector at which the chunk begins.
packet          db      16, 0
.count          dw      0
                dw      0, BUFFER
place           dq      0

; What EDD says of a disk.
params          dw      0
                dw      0               ; flags
                dd      0, 0, 0         ; cylinders, heads, sectors of a track
.sectors        dq      0
.bytes          dw      0               ; of a sector
.end:

        times 2048 - ($ - $$) db 0
