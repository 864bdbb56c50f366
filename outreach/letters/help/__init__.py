"""Help with drafting by a language model that the person brings: off unless they set one up, and never needed."""
