"""The one place that knows the order of things.

poll:     claim → fetch → parse → ONE transaction { remember → match → place → compose → owe }
deliver:  take what is due → pace → mark as sending → send → settle
"""
