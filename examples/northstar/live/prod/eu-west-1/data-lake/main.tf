# The lake's zones and who may read them. Owned by data.

variable "region" {
  type = string
}

locals {
  zones = ["landing", "curated", "published"]
}

resource "terraform_data" "bucket" {
  for_each = toset(local.zones)
  input    = "northstar-lake-${each.key}-${var.region}"
}

output "buckets" {
  value = [for zone in local.zones : terraform_data.bucket[zone].output]
}
