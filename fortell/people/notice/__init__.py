"""The privacy notice as people meet it: its pages, and the telling of a significant change."""
