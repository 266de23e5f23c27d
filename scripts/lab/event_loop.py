"""An asyncio loop on a thread of its own, for servers that run beside a test."""

import asyncio
import contextlib
import threading


class EventLoop:
    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine):
        """What it gives, once it has ended."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    def stop(self):
        with contextlib.suppress(RuntimeError):
            self.run(self._cancel_all())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @staticmethod
    async def _cancel_all():
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
