/* The least a relay can cost: both sockets in one epoll loop, payloads moved between two JSON shapes.
 *
 *     cc -O2 -o floor floor.c && ./floor <port> <agent port>
 *
 * Nothing else is done: no signature, no state of a call, no transcoding, no flow control (a peer
 * that does not read is dropped). It is measured against, never deployed. */
#define _GNU_SOURCE /* memmem */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 1 << 17, MOST_EVENTS = 256 };

typedef struct End {
    int fd, to_agent, open; /* to_agent: this end is the agent's; open: the upgrade is done */
    struct End *other;
    size_t have;
    unsigned char in[ROOM];
} End;

static int loop_fd, agent_port;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static End *end_of(int fd, int to_agent) {
    int yes = 1;
    End *end = malloc(sizeof *end);
    if (!end) die("malloc");
    end->fd = fd, end->to_agent = to_agent, end->open = 0, end->other = NULL, end->have = 0;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = end};
    if (epoll_ctl(loop_fd, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
    return end;
}

static int put(End *end, const void *data, size_t size) {
    return write(end->fd, data, size) == (ssize_t)size;
}

/* One text frame of three parts; clients (we, to the agent) mask theirs. */
static int send_text(End *end, const char *before, const void *middle, size_t size,
                     const char *after) {
    static unsigned char out[ROOM + 256];
    static unsigned seed = 1;
    size_t b = strlen(before), a = strlen(after), total = b + size + a, at = 0, i;
    out[at++] = 0x81;
    if (total < 126) {
        out[at++] = total;
    } else if (total < 65536) {
        out[at++] = 126, out[at++] = total >> 8, out[at++] = total & 255;
    } else {
        out[at++] = 127;
        for (i = 0; i < 8; i++) out[at++] = (unsigned long long)total >> (56 - 8 * i);
    }
    unsigned char *body, mask[4];
    if (end->to_agent) {
        out[1] |= 0x80;
        seed = seed * 1664525u + 1013904223u;
        memcpy(mask, &seed, 4), memcpy(out + at, mask, 4), at += 4;
    }
    body = out + at;
    memcpy(body, before, b), memcpy(body + b, middle, size), memcpy(body + b + size, after, a);
    if (end->to_agent)
        for (i = 0; i < total; i++) body[i] ^= mask[i & 3];
    return put(end, out, at + total);
}

static int dial_agent(End *phone) {
    static const char hello[] =
        "GET /v1/convai/conversation HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(agent_port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at)) return 0;
    End *agent = end_of(fd, 1);
    agent->other = phone, phone->other = agent;
    return put(agent, hello, sizeof hello - 1);
}

static int upgraded(End *end) {
    /* The load does not check Sec-WebSocket-Accept, so SHA-1 is left out: it is not per frame. */
    static const char accept[] =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n";
    end->open = 1;
    if (end->to_agent)
        return send_text(end, "{\"type\":\"conversation_initiation_client_data\"}", "", 0, "");
    return put(end, accept, sizeof accept - 1) && dial_agent(end);
}

static int message(End *end, unsigned char *text, size_t size) {
    const char *key = end->to_agent ? "\"audio_base_64\":" : "\"payload\":";
    unsigned char *found = memmem(text, size, key, strlen(key));
    if (!found || !end->other || !end->other->open) return 1;
    unsigned char *limit = text + size, *from = found + strlen(key);
    while (from < limit && *from != '"') from++;
    if (++from >= limit) return 1;
    unsigned char *to = memchr(from, '"', limit - from);
    if (!to) return 1;
    if (end->to_agent)
        return send_text(end->other, "{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"",
                         from, to - from, "\"}}");
    return send_text(end->other, "{\"user_audio_chunk\":\"", from, to - from, "\"}");
}

/* Take what is whole out of the buffer; 0 when the connection is over. */
static int take(End *end) {
    size_t at = 0;
    if (!end->open) {
        unsigned char *blank = memmem(end->in, end->have, "\r\n\r\n", 4);
        if (!blank) return end->have < ROOM;
        at = blank + 4 - end->in;
        if (!upgraded(end)) return 0;
    }
    while (end->have - at >= 2) {
        unsigned char *head = end->in + at;
        size_t size = head[1] & 127, header = 2, i;
        int masked = head[1] >> 7;
        if (size == 126) header = 4;
        if (size == 127) header = 10;
        if (end->have - at < header + 4 * masked) break;
        if (header == 4) size = head[2] << 8 | head[3];
        if (header == 10)
            for (size = 0, i = 2; i < 10; i++) size = size << 8 | head[i];
        if (size > ROOM - 14) return 0;
        size_t whole = header + 4 * masked + size;
        if (end->have - at < whole) break;
        unsigned char *mask = head + header, *body = mask + 4 * masked;
        if (masked)
            for (i = 0; i < size; i++) body[i] ^= mask[i & 3];
        if ((head[0] & 15) == 8) return 0;
        if ((head[0] & 15) == 1 && !message(end, body, size)) return 0;
        at += whole;
    }
    memmove(end->in, end->in + at, end->have -= at);
    return 1;
}

int main(int count, char **given) {
    if (count != 3) return fprintf(stderr, "floor <port> <agent port>\n"), 2;
    agent_port = atoi(given[2]);
    int yes = 1, door = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(given[1]))};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 512)) die("listen");
    loop_fd = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[MOST_EVENTS];
    if (epoll_ctl(loop_fd, EPOLL_CTL_ADD, door, &event)) die("epoll_ctl");
    for (;;) {
        int ready = epoll_wait(loop_fd, events, MOST_EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            End *end = events[i].data.ptr;
            if (!end) {
                int fd = accept(door, NULL, NULL);
                if (fd >= 0) end_of(fd, 0);
                continue;
            }
            ssize_t got = end->fd < 0 ? -1 : read(end->fd, end->in + end->have, ROOM - end->have);
            if (got > 0) end->have += got;
            if (got > 0 && take(end)) continue;
            /* Both ends go; their memory stays, since this batch may name them again. */
            for (End *each = end; each; each = each == end ? end->other : NULL)
                if (each->fd >= 0) close(each->fd), each->fd = -1;
        }
    }
}
