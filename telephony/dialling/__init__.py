"""From a due call to its end: guard, dial, news, deadlines; imports the Carrier port."""
